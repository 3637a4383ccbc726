/** What a check of DNS found, on the card: what is wrong in a line each, the rest in one, and the record to publish. */
import type { CheckReport, Row } from '../../dns/index.ts';
import type { CardCheck } from '../card.ts';
import { coded } from '../check-section.ts';
import { type Line, plain } from '../leaf.ts';
import type { CheckProgress } from '../progress.ts';
import type { Matter } from './matter.ts';

/** Rows that are told in words each. */
const MOST_BAD = 2;
/** Characters: two lines. */
const LONGEST_ROW = 86;
const LONGEST_CAUSE = 130;
/** A longer record is in Details and in what is escalated. */
const LONGEST_RECORD = 176;

/** What a row is called; several of one name are told once. */
const TOPICS: Readonly<Record<Row['topic'], string>> = {
  subject: 'the sender',
  domain: 'the domain',
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  ptr: 'reverse DNS',
  helo: 'HELO',
  blocklist: 'blocklists',
  mx: 'MX',
  'mta-sts': 'MTA-STS',
  'tls-rpt': 'TLS reports',
  dane: 'DANE',
};

/** @returns the newest report; null where there is none */
export const reportOf = (check: CheckProgress): CheckReport | null =>
  check.kind === 'done'
    ? check.report
    : check.kind === 'under-way' || check.kind === 'fault'
      ? check.last
      : null;

/** @returns null as long as nobody looked, and once all is settled */
export function checkFor({ progress, dossier }: Matter): CardCheck | null {
  const report = progress === null ? null : reportOf(progress.check);
  const status = dossier?.case.status.kind;
  if (report === null || progress === null || status === 'resolved' || status === 'dismissed') return null;
  const passes = progress.check.kind === 'done' && progress.check.since?.passes === true;
  return {
    rows: rowsOf(report),
    cause: passes
      ? plain('What was wrong in DNS is fixed. If mail goes through again, resolve this.')
      : causeOf(report),
    change: changeOf(report),
  };
}

function rowsOf({ rows, cause }: CheckReport): CardCheck['rows'] {
  const first = cause.kind === 'found' ? cause.row : null;
  const bad = rows
    .filter((row) => row.mark === 'bad')
    .toSorted((a, b) => Number(b.id === first) - Number(a.id === first));
  const more = bad.slice(MOST_BAD);
  const shown = bad.slice(0, MOST_BAD);
  const good = namesOf(rows.filter(({ mark }) => mark === 'good'));
  const open = namesOf(rows.filter(({ mark }) => mark === 'unknown'));
  return [
    ...shown.map((row) => ({ mark: '✗' as const, text: wrongLine(row) })),
    ...(more.length > 0 ? [{ mark: '✗' as const, text: plain(`Also ${namesOf(more)}`) }] : []),
    ...(good === '' ? [] : [{ mark: '✓' as const, text: plain(good) }]),
    ...(open === '' ? [] : [{ mark: '?' as const, text: plain(`Not checked: ${open}`) }]),
  ].slice(0, 4);
}

const wrongLine = (row: Extract<Row, { mark: 'bad' }>): Line => {
  const [found = ''] = row.found.split(/(?<=[^.]{3}[.;])\s/);
  return coded(
    clipped(`${TOPICS[row.topic]}: ${found.replace(/[.;]$/, '')}`.replace(/^./, upper), LONGEST_ROW),
  );
};

/** "SPF, DMARC, 8 blocklists" */
function namesOf(rows: readonly Row[]): string {
  return [...Map.groupBy(rows, ({ topic }) => topic)]
    .map(([topic, some]) =>
      topic === 'blocklist'
        ? some.length === 1
          ? (some[0] as Row).label.replace(/^Blocklist /, '')
          : `${some.length} ${TOPICS.blocklist}`
        : TOPICS[topic],
    )
    .join(', ');
}

/** What a row says already is not said again. */
function causeOf({ cause, rows }: CheckReport): Line | null {
  if (cause.kind === 'found') {
    const row = rows.find(({ id }) => id === cause.row);
    const text = row?.mark === 'bad' && row.change?.record === null ? row.change.text : null;
    return text === null ? null : coded(clipped(text, LONGEST_CAUSE));
  }
  return coded(clipped(cause.sentence, LONGEST_CAUSE));
}

function changeOf({ cause, rows }: CheckReport): CardCheck['change'] {
  const row = cause.kind === 'found' ? rows.find(({ id }) => id === cause.row) : undefined;
  const record = row?.mark === 'bad' ? (row.change?.record ?? null) : null;
  if (record === null || record.after.length > LONGEST_RECORD) return null;
  const front = record.before === null ? 'To publish, as ' : 'New ';
  return {
    label: [...plain(`${front}${record.type} of `), { kind: 'code', text: record.name }, ...plain(':')],
    record: record.after,
  };
}

const upper = (letter: string): string => letter.toUpperCase();

const clipped = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2))}…`;
};
