/** @returns Unix time in seconds (number or digits) as ISO 8601; null for anything else */
export function fromUnix(value: number | string | null | undefined): string | null {
  const seconds = typeof value === 'string' && /^\d{9,13}(?:\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return null;
  const date = new Date(seconds > 1e11 ? seconds : seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
