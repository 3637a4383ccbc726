/** When a provider was in trouble, as what bounced tells. */

/** A message that one of its hosts put off or refused: from the first attempt to the last, in milliseconds since 1970. */
export type Hit = {
  readonly from: number;
  readonly to: number;
  /** The recipient's. */
  readonly domain: string | null;
};

/** A time of trouble, with all that was hit in it. */
export type Run<T extends Hit> = { readonly from: number; readonly to: number; readonly hits: readonly T[] };

/** From so many recipient domains on it is the provider's own trouble. One or two may have trouble of their own. */
export const LEAST_DOMAINS = 3;

/**
 * @param quiet milliseconds without a bounce after which a trouble is over
 * @returns the times of trouble, the oldest first; the same whatever the order of the hits
 */
export function runsOf<T extends Hit>(hits: readonly T[], quiet: number): readonly Run<T>[] {
  const runs: { from: number; to: number; hits: T[] }[] = [];
  for (const hit of hits.toSorted((a, b) => a.from - b.from)) {
    const last = runs.at(-1);
    if (last && hit.from - last.to <= quiet) {
      last.hits.push(hit);
      last.to = Math.max(last.to, hit.to);
    } else runs.push({ from: hit.from, to: hit.to, hits: [hit] });
  }
  return runs;
}

export const domainsOf = (hits: readonly Hit[]): number =>
  new Set(hits.flatMap(({ domain }) => domain ?? [])).size;
