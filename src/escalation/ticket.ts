/** What somebody who is to mend it needs to know, as data and as text for any tracker. */
import { withoutTurns } from '../direction.ts';
import { type CheckReport, type Row, shownNow } from '../dns/index.ts';

export type Ticket = {
  /** "SPF failed: example.com (auth-failure)": what fails, in a line. */
  readonly title: string;
  /** Facts with their names, plain text: "Sender domain", "example.com". */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** The server's own words; hostile text. */
  readonly evidence: string | null;
  /** The most likely cause, from the last check. */
  readonly cause: string | null;
  readonly changes: readonly TicketChange[];
  /** What to tell them where no check says what to change. */
  readonly tell: readonly string[];
  /** Shell commands. */
  readonly verify: readonly string[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
};
export type TicketChange = {
  readonly text: string;
  readonly record: {
    readonly name: string;
    readonly type: string;
    readonly before: string | null;
    readonly after: string;
  } | null;
};

/** Changes that a ticket names; beyond that the report is to be looked at. */
const MOST_CHANGES = 4;
const MOST_COMMANDS = 6;

/**
 * @returns what is to be changed by a report, that of the most likely cause first; empty where nothing is. One record
 * can read one way only: of two changes of the same one, the first counts
 */
export function changesIn(report: CheckReport): readonly TicketChange[] {
  const changes = badRows(report).flatMap((row) =>
    row.change ? [{ text: row.change.text, record: row.change.record }] : [],
  );
  const placeOf = ({ record }: TicketChange): string => `${record?.name} ${record?.type}`;
  return changes
    .filter(
      (change, i) =>
        change.record === null || changes.findIndex((one) => placeOf(one) === placeOf(change)) === i,
    )
    .slice(0, MOST_CHANGES);
}

/** @returns commands that show whether it is mended */
export const commandsIn = (report: CheckReport): readonly string[] =>
  [...new Set(badRows(report).flatMap(({ verify }) => verify))].slice(0, MOST_COMMANDS);

function badRows({ rows, cause }: CheckReport): readonly Extract<Row, { mark: 'bad' }>[] {
  const first = cause.kind === 'found' ? cause.row : null;
  return rows
    .filter((row) => row.mark === 'bad')
    .toSorted((a, b) => Number(b.id === first) - Number(a.id === first));
}

/** @returns the ticket as plain text */
export function ticketText(ticket: Ticket): string {
  const { title, facts, evidence, cause, changes, tell, verify, links } = ticket;
  const section = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length > 0 ? ['', name, ...lines] : [];
  const lines = [
    title,
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...section('Most likely cause', cause === null ? [] : [cause]),
    ...section('What to change', changes.flatMap(changeText)),
    ...section('Please', tell),
    ...section(
      'How to verify',
      verify.map((command) => `  ${command}`),
    ),
    ...(evidence === null ? [] : ['', `The server said: ${evidence}`]),
    ...section(
      'Links',
      links.map(({ label, url }) => `  ${label}: ${url}`),
    ),
  ];
  return `${lines.map(oneLine).join('\n')}\n`;
}

const changeText = ({ text, record }: TicketChange): readonly string[] => [
  text,
  ...(record
    ? [`  ${record.name} ${record.type}`, `    now:  ${shownNow(record.before)}`, `    then: ${record.after}`]
    : []),
];

/** @returns the ticket as Markdown; whatever came from outside is in code or escaped, so that it stays text */
export function ticketMarkdown(ticket: Ticket): string {
  const { title, facts, evidence, cause, changes, tell, verify, links } = ticket;
  const section = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length > 0 ? ['', `## ${name}`, '', ...lines] : [];
  const lines = [
    `# ${escaped(title)}`,
    '',
    ...facts.map(({ label, value }) => `- **${escaped(label)}:** ${escaped(value)}`),
    ...section('Most likely cause', cause === null ? [] : [escaped(cause)]),
    ...section('What to change', changes.flatMap(changeMarkdown)),
    ...section(
      'Please',
      tell.map((line) => `- ${escaped(line)}`),
    ),
    ...section('How to verify', verify.length > 0 ? fenced(verify, 'sh') : []),
    ...section('The server said', evidence === null ? [] : fenced([evidence], 'text')),
    ...section(
      'Links',
      links.map(({ label, url }) => `- ${escaped(label)}: <${url}>`),
    ),
  ];
  return `${lines.map(oneLine).join('\n')}\n`;
}

const changeMarkdown = ({ text, record }: TicketChange): readonly string[] => [
  escaped(text),
  '',
  ...(record
    ? fenced(
        [`${record.name} ${record.type}`, `now:  ${shownNow(record.before)}`, `then: ${record.after}`],
        'text',
      )
    : []),
];

/** A fence is longer than any run of backticks in what it holds. */
function fenced(lines: readonly string[], language: string): readonly string[] {
  const runs = lines.join('\n').match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [`${fence}${language}`, ...lines, fence];
}

/** Trackers know mentions (@), references (#) and HTML besides Markdown's own marks. */
const escaped = (text: string): string =>
  text.replace(/[\\`*_[\]<>|~#]/g, (mark) => `\\${mark}`).replaceAll('@', '&#64;');

const oneLine = (text: string): string =>
  withoutTurns(text)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trimEnd();
