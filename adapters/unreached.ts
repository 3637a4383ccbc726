/** Where a request never left, or nobody was there to take it: it had no effect, and can be made again. */
const NOBODY_THERE: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** @param error of a request over HTTP; what caused it may lie some layers down */
export function isUnreached(error: unknown, depth = 5): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  const { code, cause, original, errors } = error as Record<string, unknown>;
  if (NOBODY_THERE.has(code)) return true;
  if (Array.isArray(errors) && errors.length > 0) return errors.every((one) => isUnreached(one, depth - 1));
  return isUnreached(cause, depth - 1) || isUnreached(original, depth - 1);
}
