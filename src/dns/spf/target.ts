/** The name that a mistyped `include:` or `redirect=` was meant to lead to. */
import type { Sender } from '../../catalog/index.ts';
import { slipsBetween } from '../../slips.ts';
import { type Resolve, recordsOf } from '../answer.ts';
import { isSpf } from './record.ts';

/** Marks of platforms that are shorter than this are part of too many names. */
const SHORTEST_MARK = 5;

/** What a dead name may be, and whether it looks like a name of somebody whose mail must go on passing. */
export type TargetMeant = {
  /** A name with an SPF record; null where none is near. */
  readonly name: string | null;
  /** Whether it looks like a platform's name, or one of the domain's own. */
  readonly looksMistyped: boolean;
};

/**
 * @param dead a name without an SPF record: "_spf.gogle.com", "spf.sendgrid.com", "_spf.example.con"
 * @param domain whose record leads there
 */
export async function targetMeant(
  dead: string,
  domain: string,
  senders: readonly Sender[],
  ask: Resolve,
): Promise<TargetMeant> {
  const near = senders.flatMap((platform) =>
    platform.spf.map((name) => ({ name, platform, slips: slipsBetween(name, dead) })),
  );
  const nearest = near
    .filter(({ name, slips }) => slips <= slipsIn(name))
    .toSorted((a, b) => a.slips - b.slips)
    .at(0);
  const platform = nearest?.platform ?? senders.find((one) => looksLike(dead, one)) ?? null;
  const own = ownName(dead, domain);
  const looksMistyped = platform !== null || own !== null;
  const names = [nearest?.name, ...(platform?.spf ?? []), own];
  for (const name of new Set(names)) {
    if (name === undefined || name === null || name === dead || name === domain) continue;
    const answer = await ask(name, 'TXT');
    if (recordsOf<'TXT'>(answer).filter(isSpf).length === 1) return { name, looksMistyped };
  }
  return { name: null, looksMistyped };
}

/** Two slips in a name of a dozen letters, three in longer ones. */
const slipsIn = (name: string): number => (name.length < 14 ? 2 : 3);

/** "spf.sendgrid.com": under a platform's own domain, or with its mark for a part. */
function looksLike(dead: string, { spf, hosts, marks }: Sender): boolean {
  const parts = dead.split(/[.-]/);
  return (
    [...spf, ...hosts].some((end) => dead.endsWith(`.${end}`)) ||
    marks.some((mark) => mark.length >= SHORTEST_MARK && (parts.includes(mark) || dead.endsWith(`.${mark}`)))
  );
}

/** "_spf.example.con" in the record of example.com → "_spf.example.com"; null where the end is another's. */
function ownName(dead: string, domain: string): string | null {
  const ends = domain.split('.').length;
  const labels = dead.split('.');
  const end = labels.slice(-ends).join('.');
  const slips = slipsBetween(end, domain);
  return labels.length > ends && slips > 0 && slips <= 2
    ? [...labels.slice(0, -ends), domain].join('.')
    : null;
}
