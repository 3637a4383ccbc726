/**
 * The rows of a DNS check on the card: each control once, by the worst that was found of it (✗ before ? before ✓), in
 * words that say what of it. Only what was looked at reads as known: a record that is in order is called "SPF record" as
 * long as nobody could see whether the address passes.
 */
import { type CheckReport, isUnanswered, type Row } from '../../dns/index.ts';
import type { CardCheck } from '../card.ts';
import { coded } from '../check-section.ts';
import { type Leaf, type Line, plain } from '../leaf.ts';

/** Rows about what is wrong: in words, or the last by names. */
const MOST_BAD = 2;
/** Characters: two lines. */
const LONGEST_ROW = 86;
const LONGEST_WHY = 50;
/** Lists that are named where the address is on them. */
const MOST_LISTS = 2;

type Bad = Extract<Row, { mark: 'bad' }>;
type Unknown = Extract<Row, { mark: 'unknown' }>;
type Subject = CheckReport['subject'];

/** What a control is called, in the order in which those that are in order are named. */
const NAMES: Readonly<Record<Row['topic'], string>> = {
  spf: 'SPF',
  // That a key is published says nothing of the mail's own signature.
  dkim: 'DKIM key',
  dmarc: 'DMARC',
  ptr: 'reverse DNS',
  helo: 'HELO',
  blocklist: 'blocklists',
  mx: 'mail hosts',
  'mta-sts': 'MTA-STS',
  dane: 'DANE',
  'tls-rpt': 'TLS reports',
  domain: 'domain',
  subject: 'sending IP',
};
const ORDER = Object.keys(NAMES);

/** Of controls with several rows: the one that tells of the mail, where the others tell of the record alone. */
const OF_THE_MAIL: Readonly<Partial<Record<Row['topic'], string>>> = {
  spf: 'spf-ip',
  dmarc: 'dmarc-alignment',
};

/** @returns at most 4 rows: what is wrong, what is in order, what could not be looked at */
export function rowsOf(report: CheckReport): CardCheck['rows'] {
  const controls = controlsOf(report.rows);
  const good = goodNames(controls);
  return [
    ...wrongRows(controls, report),
    ...(good === '' ? [] : [{ mark: '✓' as const, text: plain(good) }]),
    ...openRow(controls, report.subject),
  ];
}

type Control = {
  readonly topic: Row['topic'];
  /** The worst of them. */
  readonly mark: Row['mark'];
  readonly rows: readonly Row[];
};

/** Each blocklist is a control of its own: that one lists the address says nothing of another. */
const controlsOf = (rows: readonly Row[]): readonly Control[] =>
  [...Map.groupBy(rows, ({ topic, id }) => (topic === 'blocklist' ? id : topic)).values()]
    .map((some) => ({ topic: (some[0] as Row).topic, mark: worstOf(some), rows: some }))
    .toSorted((a, b) => ORDER.indexOf(a.topic) - ORDER.indexOf(b.topic));

const worstOf = (rows: readonly Row[]): Row['mark'] =>
  (['bad', 'unknown'] as const).find((mark) => rows.some((row) => row.mark === mark)) ?? 'good';

function wrongRows(controls: readonly Control[], { cause, subject }: CheckReport): CardCheck['rows'] {
  const first = cause.kind === 'found' ? cause.row : null;
  const bad = controls
    .flatMap(({ rows }) => rows.find(isCause) ?? rows.filter(isBad).slice(0, 1))
    .filter(isBad);
  const topics = [...Map.groupBy(bad, ({ topic }) => topic).values()].toSorted((a, b) => rank(a) - rank(b));
  const told = topics.length > MOST_BAD ? MOST_BAD - 1 : MOST_BAD;
  const more = topics.slice(told).map(([row]) => ofTopic((row as Bad).topic));
  return [
    ...topics.slice(0, told).map((some) => ({ mark: '✗' as const, text: wrongLine(some, subject) })),
    ...(more.length > 0 ? [{ mark: '✗' as const, text: plain(`Also ${more.join(', ')}`) }] : []),
  ];

  function isCause({ id }: Row): boolean {
    return id === first;
  }
  /** What most likely refused the mail stands first; what follows from another mistake, last. */
  function rank(some: readonly Bad[]): number {
    return some.some(isCause) ? 0 : some.every(({ follows }) => follows !== null) ? 2 : 1;
  }
}

const isBad = (row: Row): row is Bad => row.mark === 'bad';
const isUnknown = (row: Row): row is Unknown => row.mark === 'unknown';

/** "DKIM" of what is wrong or open; "DKIM key" of what is in order. */
const ofTopic = (topic: Row['topic']): string => NAMES[topic].replace(/ key$/, '');

function wrongLine(rows: readonly Bad[], subject: Subject): Line {
  const [row] = rows as readonly [Bad, ...Bad[]];
  if (row.topic === 'blocklist') return listedLine(rows, subject);
  return [
    ...plain(`${upper(ofTopic(row.topic))}: `),
    ...(briefly(row, subject) ?? named(clipped(firstSentence(row), LONGEST_ROW), subject.ip)),
  ];
}

function listedLine(rows: readonly Bad[], subject: Subject): Line {
  const lists = [...new Set(rows.map(listName))];
  const more = lists.length - MOST_LISTS;
  const names = `${lists.slice(0, MOST_LISTS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const whom = subject.ip !== null && rows[0]?.label.includes(subject.ip) ? subject.ip : null;
  return [
    ...plain(`${names} ${lists.length === 1 ? 'lists ' : 'list '}`),
    ...(whom === null ? plain('your domain') : code(whom)),
  ];
}

/** "Spamhaus (zen.spamhaus.org) for 192.0.2.5" → "Spamhaus" */
const listName = ({ label }: Row): string => label.replace(/ (?:\(|for ).*$/, '');

/** @returns what is wrong, where fewer words say it than those of Details */
function briefly(row: Bad, { ip, domain, from }: Subject): Line | null {
  const isMissing = row.evidence.length > 0 && row.evidence.every(({ status }) => isAbsence(status));
  if (ip !== null && leavesOut(row)) {
    return [...plain('the record leaves out '), ...code(ip)];
  }
  if (row.id === 'dmarc-alignment' && from !== null) {
    if (row.follows !== null) return plain(`can’t pass while ${ofTopic(row.follows)} fails`);
    return [...plain('nothing that passes aligns with '), ...code(from)];
  }
  if (!isMissing) return null;
  const [{ name } = { name: '' }] = row.evidence;
  if (row.id === 'spf-record' && domain !== null) return [...code(domain), ...plain(' has no record')];
  if (row.id === 'dmarc-record' && from !== null) return [...code(from), ...plain(' has no record')];
  if (row.topic === 'ptr' && ip !== null) return [...code(ip), ...plain(' has no name')];
  return row.topic === 'dkim' ? [...plain('no key at '), ...code(name)] : null;
}

const isAbsence = (status: Row['evidence'][number]['status']): boolean =>
  status === 'no-name' || status === 'no-data';

/** @returns whether no term of the SPF record is about the address: it falls to `all`, or past the end */
export function leavesOut({ id, follows, found }: Bad): boolean {
  if (id !== 'spf-ip' || follows !== null) return false;
  const by = /, by ([^)]*)\)/.exec(found)?.[1];
  return by === undefined ? /\((?:softfail|fail|neutral|none):/.test(found) : /[-~?]?all`$/.test(by);
}

function firstSentence({ found, topic }: Bad): string {
  const [first = ''] = found.split(/(?<=[^.]{3}[.;])\s/);
  return first
    .replace(/[.;]$/, '')
    .replace(/^(?:The|There|By|Our|One) /, (word) => word.toLowerCase())
    .replace(`the ${ofTopic(topic)} record`, 'the record');
}

/** Names of hosts and addresses, as code: what DNS says may look like a link. */
function named(text: string, ip: string | null): Line {
  const names = new RegExp(
    `(${ip === null ? '' : `${ip.replaceAll('.', '\\.')}(?!\\w)|`}(?:[\\w-]+\\.)+[\\w-]*\\w)`,
  );
  return coded(text).flatMap((leaf): Leaf[] =>
    leaf.kind !== 'text'
      ? [leaf]
      : leaf.text
          .split(names)
          .flatMap((text, i): Leaf[] => (text === '' ? [] : [{ kind: i % 2 === 1 ? 'code' : 'text', text }])),
  );
}

/** "SPF record, DMARC, reverse DNS, 8 blocklists" */
function goodNames(controls: readonly Control[]): string {
  const lists = controls.filter(({ topic }) => topic === 'blocklist');
  const clean = lists.filter(({ mark }) => mark === 'good');
  const names = controls.map((control) =>
    control.topic === 'blocklist'
      ? control === clean[0]
        ? listsName(
            clean,
            lists.some(({ mark }) => mark === 'bad'),
          )
        : null
      : goodName(control),
  );
  return names.filter((name) => name !== null).join(', ');
}

function listsName(lists: readonly Control[], isListed: boolean): string {
  const [only, ...others] = lists.flatMap(({ rows }) => rows.slice(0, 1));
  if (only !== undefined && others.length === 0) return `not on ${listName(only)}`;
  return `${lists.length} ${isListed ? 'other ' : ''}blocklists`;
}

/** @returns what of the control is in order; null: nothing is, or something of it is wrong */
function goodName({ topic, mark, rows }: Control): string | null {
  const ofTheMail = OF_THE_MAIL[topic];
  if (mark === 'bad' || !rows.some((row) => row.mark === 'good')) return null;
  if (ofTheMail === undefined) return mark === 'good' ? NAMES[topic] : null;
  const isWhole = mark === 'good' && rows.some(({ id }) => id === ofTheMail);
  if (isWhole) return NAMES[topic];
  const record = rows.find(({ id }) => id === `${topic}-record`);
  return record?.mark === 'good' ? `${NAMES[topic]} record` : null;
}

/** In one row: each with its reason, alike reasons once; where that is too long, their names alone. */
function openRow(controls: readonly Control[], subject: Subject): CardCheck['rows'] {
  const open = controls
    .filter(({ mark }) => mark === 'unknown')
    .map(({ topic, rows }) => ({ topic, row: rows.find(isUnknown) as Unknown }));
  if (open.length === 0) return [];
  const told = [...Map.groupBy(open, ({ row }) => whyOf(row, subject))]
    .map(([why, some]) => `${openNames(some)}: ${why}`)
    .join('; ');
  const text = told.length > LONGEST_ROW ? `Not checked: ${openNames(open)}` : upper(told);
  return [{ mark: '?', text: named(text, subject.ip) }];
}

function openNames(open: readonly { readonly topic: Row['topic']; readonly row: Unknown }[]): string {
  const lists = open.filter(({ topic }) => topic === 'blocklist');
  return open
    .map(({ topic, row }) => {
      if (topic !== 'blocklist') return row.id === 'dmarc-alignment' ? 'DMARC alignment' : ofTopic(topic);
      if (row !== lists[0]?.row) return null;
      return lists.length === 1 ? listName(row) : `${lists.length} blocklists`;
    })
    .filter((name) => name !== null)
    .join(', ');
}

/** @returns why nobody could look, in as few words as say what is missing */
function whyOf(row: Unknown, { ip, domain, from, assumed, recipient, bounced }: Subject): string {
  if (isUnanswered(row)) return 'DNS didn’t answer';
  const isAboutTheIp = row.id === 'spf-ip' || row.topic === 'ptr' || row.topic === 'blocklist';
  if (isAboutTheIp && ip === null) return 'the sending IP isn’t known';
  if (row.topic === 'dkim') return bounced ? 'the bounce doesn’t name the key' : 'no selector is known';
  if (row.topic === 'spf' && (domain === null || assumed === 'domain')) return 'the envelope isn’t known';
  if (row.topic === 'dmarc' && (from === null || assumed === 'from')) return 'From isn’t known';
  if (row.id === 'dmarc-alignment' && (domain === null || assumed === 'domain')) {
    return 'the envelope isn’t known';
  }
  if (row.topic === 'mta-sts' && recipient === null) return 'the recipient isn’t known';
  return clipped(row.why.split(/[.;:]\s/)[0] ?? '', LONGEST_WHY);
}

const code = (text: string): Line => [{ kind: 'code', text }];

const upper = (text: string): string => text.replace(/^./, (letter) => letter.toUpperCase());

/** @returns the text, cut between words where it is too long */
export const clipped = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2))}…`;
};
