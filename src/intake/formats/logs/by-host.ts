/** Messages by the ids that servers gave them: in the log of several, two of them may have one id at one time. */

type OfHost = { readonly host: string | null };

/**
 * @param known what is kept already
 * @param host null: not told, or there is only one
 * @returns the key of a server's message: its id, or where that is another server's, the id and the host
 */
export function keyIn(
  known: { get(key: string): OfHost | undefined; has(key: string): boolean },
  id: string,
  host: string | null,
): string {
  if (host === null) return id;
  const first = known.get(id);
  if (first?.host === host) return id;
  const own = `${id} ${host}`;
  return known.has(own) || (first !== undefined && first.host !== null) ? own : id;
}
