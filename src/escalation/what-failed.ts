/** What a refusal says has failed: one answer for the card's hint, for what is escalated and for the ticket. */
import type { Catalog, ReasonId } from '../catalog/index.ts';
import { CHECKS, type Check, checksStated, type Diagnosis } from '../diagnosis/index.ts';
import { whomToTell } from './whom-to-tell.ts';

type Judged = Pick<
  Diagnosis,
  'bounce' | 'reason' | 'category' | 'control' | 'provider' | 'blocklist' | 'saidKind'
>;

const NAMES: Readonly<Record<Check, string>> = { spf: 'SPF', dkim: 'DKIM', dmarc: 'DMARC' };

/** What is judged where a policy refuses; of others nobody can say what failed. */
const JUDGED: Readonly<Partial<Record<ReasonId, string>>> = {
  blocked: 'IP reputation',
  'bad-reputation': 'sender reputation',
  rejected: 'the sender’s address or domain',
  'policy-violation': 'a local policy',
  'spam-detected': 'sender reputation',
};

/**
 * @returns what failed, as far as the refusal proves it: "DKIM and DMARC", "IP reputation, Spamhaus"; null where nothing
 *   failed that somebody else is to be told of
 */
export function whatFailed(judged: Judged & Pick<Diagnosis, 'entry'>, catalog: Catalog): string | null {
  const control = whomToTell(judged, catalog);
  if (judged.saidKind !== undefined) return control === null ? null : 'authentication';
  if (control !== null) {
    const one = judged.control ?? 'multiple';
    return one === 'multiple' || isCheck(one) ? (namedChecks(judged) ?? control.name) : control.name;
  }
  if (judged.category !== 'policy') return null;
  const what = JUDGED[judged.reason];
  if (what === undefined) return null;
  const provider = catalog.providers.get(judged.provider ?? '')?.name.replace(/ \([^)]*\)$/, '');
  const by = catalog.blocklists.get(judged.blocklist ?? '')?.name ?? provider;
  return by === undefined ? what : `${what}, ${by}`;
}

const isCheck = (control: string): boolean => CHECKS.some((check) => check === control);

/** Those that the words state, else what the catalog knows such a refusal to say; else only those that it speaks of. */
function namedChecks({ bounce, entry, control }: Judged & Pick<Diagnosis, 'entry'>): string | null {
  const words = bounce.diagnosticCode ?? bounce.excerpt;
  const stated = checksStated(words).failed;
  if (stated.length > 0) return listed(stated, 'and');
  if (control !== null && control !== 'multiple') return null;
  const known = checksStated(entry?.short.title ?? '').failed;
  if (known.length > 0) return listed(known, 'and');
  const spoken = CHECKS.filter((check) => new RegExp(`\\b${check}\\b`, 'i').test(words));
  return listed(spoken.length > 0 ? spoken : CHECKS, 'or');
}

/** @returns "SPF, DKIM and DMARC" */
export function listed(checks: readonly Check[], joint: 'and' | 'or'): string {
  const names = checks.map((check) => NAMES[check]);
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${joint} ${names.at(-1)}`;
}
