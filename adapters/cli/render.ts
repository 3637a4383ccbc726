/** A reply as text for a terminal. */
import {
  type Line,
  linesOfMany,
  type NoteReply,
  type Reply,
  textOf,
  type VerdictReply,
} from '../../src/replies/index.ts';
import { printable, wrap } from './lines.ts';
import { paintFor, type Terminal, widthOf } from './terminal.ts';

/** @returns lines as wide as the terminal, ending with a line feed; titles are bold where it shows colours */
export function renderReply(reply: Reply, terminal: Terminal): string {
  const width = widthOf(terminal);
  const paint = paintFor(terminal);
  const title = (text: string): string[] => wrap(printable(text), width).map((line) => paint('bold', line));
  const lines =
    reply.kind === 'verdict'
      ? verdict(reply, width, title)
      : note(reply.kind === 'many' ? linesOfMany(reply) : reply, width, title);
  return `${lines.join('\n').trimEnd()}\n`;
}

const note = (
  { title: said, body, examples }: NoteReply,
  width: number,
  title: (text: string) => readonly string[],
): readonly string[] => [
  ...title(said),
  '',
  ...body.flatMap((line) => [...wrap(textOf(line), width).map(printable), '']),
  ...examples.map((example) => printable(`  ${example}`)),
];

function verdict(
  reply: VerdictReply,
  width: number,
  title: (text: string) => readonly string[],
): readonly string[] {
  const { escalation, related } = reply;
  const indented = (text: string, first = '  ', next = first): readonly string[] =>
    wrap(text, width, first, next);
  const section = (heading: string, lines: readonly string[]): readonly string[] =>
    lines.length > 0 ? ['', ...title(heading), ...lines.map(printable)] : [];
  return [
    ...title([textOf(reply.headline), reply.title].filter(Boolean).join(' · ')),
    ...indented(reply.badge, ''),
    '',
    ...wrap(textOf(reply.meaning), width).map(printable),
    ...section('Whose problem', indented(textOf(reply.whose))),
    ...section('What to do', numbered(reply.steps, width)),
    ...(escalation
      ? section(
          `Escalate (${escalation.control}): ${textOf(escalation.owner)}`,
          escalation.tell.flatMap((line) => indented(textOf(line), '  > ')),
        )
      : []),
    ...section(
      'Facts',
      reply.facts.flatMap(({ label, value }) => indented(`${label}: ${textOf(value)}`)),
    ),
    ...section('The server said', reply.evidence ? indented(reply.evidence, '  | ') : []),
    ...section(
      'Sources',
      reply.sources.flatMap(({ label, url }) =>
        indented(label === url ? url : `${label} ${url}`, '  ', '    '),
      ),
    ),
    ...section(
      'See also',
      related.flatMap(({ query, title: says }) =>
        indented(query === says ? says : `${query} · ${says}`, '  ', '    '),
      ),
    ),
  ];
}

const numbered = (steps: readonly Line[], width: number): readonly string[] =>
  steps.flatMap((step, i) => wrap(textOf(step), width, `  ${i + 1}. `, ' '.repeat(`  ${i + 1}. `.length)));
