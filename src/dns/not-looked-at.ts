/** What a bounce speaks of and nobody could look at, since something isn't known: said as such, never as "in order". */
import type { Blocklist, Control } from '../catalog/index.ts';
import type { CheckSubject, Row, Topic } from './report.ts';
import { unknown } from './row.ts';
import { hiddenIp } from './subject.ts';

type Part = 'spf' | 'dkim' | 'dmarc' | 'ptr' | 'tls';

/** What must have been looked at before a refusal of that kind can be said to have no cause in DNS. */
const PARTS: Readonly<Record<Control, readonly Part[]>> = {
  spf: ['spf'],
  dkim: ['dkim'],
  arc: ['dkim'],
  dmarc: ['spf', 'dkim', 'dmarc'],
  multiple: ['spf', 'dkim', 'dmarc'],
  ptr: ['ptr'],
  tls: ['tls'],
};

const NO_DOMAIN =
  'the domain of the envelope is not known: it stands behind the @ of the Return-Path or of `from=<…>`';
const NO_IP =
  'the IP address that sent is not known: it is in the bounce, or in the log of the sending server';
const NO_RECIPIENT = "the recipient's domain is not known";
const NO_FROM = 'the domain in the From header is not known';
const NO_SIGNATURE =
  "the mail's own signature is not known, and a key that is published says nothing of it. The selector is `s=` in its `DKIM-Signature` header, its domain is `d=`";

/**
 * @param lists those of the report; of them the one that the bounce names counts
 * @param rows what was looked at
 * @returns a row for each thing that the bounce names and that could not be looked at; none where it names nothing
 */
export function notLookedAt(
  subject: CheckSubject,
  lists: readonly Blocklist[],
  rows: readonly Row[],
): readonly Row[] {
  const parts = subject.control === null ? [] : PARTS[subject.control];
  const named = lists.find(({ id }) => id === subject.blocklist);
  return [
    ...parts.flatMap((part) => missing(part, subject, rows)),
    ...(named ? unaskedZones(named, subject, rows) : []),
  ];
}

const row = (id: string, topic: Topic, label: string, why: string): Row =>
  unknown({ id, topic, label, evidence: [], verify: [] }, why);

function missing(part: Part, subject: CheckSubject, rows: readonly Row[]): readonly Row[] {
  const { domain, from, ip, recipient, selectors } = subject;
  const has = (id: string): boolean => rows.some((one) => one.id === id);
  switch (part) {
    case 'spf':
      if (domain === null) return [row('spf-record', 'spf', 'SPF', NO_DOMAIN)];
      // From's domain was looked at in place of the envelope's: that it passes says nothing of the other.
      if (subject.assumed === 'domain')
        return [row('spf-envelope', 'spf', "SPF of the envelope's domain", NO_DOMAIN)];
      return isSeen(ip) ? [] : [row('spf-ip', 'spf', 'SPF for the sending address', noAddress(ip))];
    case 'dkim': {
      const isTold = rows.some(({ topic, mark }) => topic === 'dkim' && mark === 'unknown');
      return selectors.length > 0 || isTold ? [] : [row('dkim', 'dkim', 'DKIM signature', NO_SIGNATURE)];
    }
    case 'dmarc': {
      if (from === null) return [row('dmarc-record', 'dmarc', 'DMARC', NO_FROM)];
      const isGood = rows.some(({ id, mark }) => id === 'dmarc-record' && mark === 'good');
      return isGood && !has('dmarc-alignment')
        ? [row('dmarc-alignment', 'dmarc', `Alignment with From ${from}`, NO_DOMAIN)]
        : [];
    }
    case 'ptr':
      return isSeen(ip) ? [] : [row('ptr', 'ptr', 'Reverse DNS', noAddress(ip))];
    case 'tls':
      return recipient === null ? [row('mta-sts', 'mta-sts', 'TLS of the recipient', NO_RECIPIENT)] : [];
  }
}

const isSeen = (ip: string | null): boolean => ip !== null && hiddenIp(ip) === null;
const noAddress = (ip: string | null): string => (ip === null ? NO_IP : (hiddenIp(ip) ?? NO_IP));

/** Lists of addresses; one of domains only where the list has no other. */
function unaskedZones(
  list: Blocklist,
  { ip, domain, from }: CheckSubject,
  rows: readonly Row[],
): readonly Row[] {
  const { name, zones = [], delist = null } = list;
  const ofIps = zones.filter(({ lists }) => lists === 'ip');
  return (ofIps.length > 0 ? ofIps : zones)
    .map(({ zone, lists }) => ({
      id: `blocklist:${zone}`,
      zone,
      why: lists === 'ip' ? noAddress(ip) : NO_FROM,
    }))
    .filter(
      ({ id, why }) => !rows.some((one) => one.id === id) && !(why === NO_FROM && (domain ?? from) !== null),
    )
    .map(({ id, zone, why }) => ({ ...row(id, 'blocklist', `${name} (${zone})`, why), link: delist }));
}
