/** Which sending platforms are at work, by what shows of them: words in a text, an SPF record, reverse DNS. */
import type { Sender } from '../catalog/index.ts';

const isUnder = (name: string, end: string): boolean => name === end || name.endsWith(`.${end}`);

/** @param includes every domain that the SPF record leads to */
export function platformsOfSpf(senders: Iterable<Sender>, includes: readonly string[]): readonly Sender[] {
  return [...senders].filter(({ spf }) => spf.some((domain) => includes.includes(domain)));
}

export function platformsInText(senders: Iterable<Sender>, text: string): readonly Sender[] {
  const lower = text.toLowerCase();
  return [...senders].filter(({ marks }) => marks.some((mark) => lower.includes(mark.toLowerCase())));
}

/** @param names of the sending address, as reverse DNS has them and as they were confirmed */
export function platformOfHost(senders: Iterable<Sender>, names: readonly string[]): Sender | null {
  return (
    [...senders].find(({ hosts }) => hosts.some((end) => names.some((name) => isUnder(name, end)))) ?? null
  );
}
