/** A reply as text for a terminal. */
import { type Line, type Reply, textOf, type VerdictReply } from '../../src/replies/index.ts';
import { printable, wrap } from './lines.ts';

/** @returns lines of at most about 96 characters, ending with a line feed */
export function renderReply(reply: Reply): string {
  const lines =
    reply.kind === 'verdict'
      ? verdict(reply)
      : [
          reply.title,
          '',
          ...reply.body.flatMap((line) => [...wrap(textOf(line)), '']),
          ...reply.examples.map((example) => `  ${example}`),
        ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function verdict(reply: VerdictReply): readonly string[] {
  const { escalation, related } = reply;
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length > 0 ? ['', title, ...lines] : [];
  return [
    [textOf(reply.headline), reply.title].filter(Boolean).join(' · '),
    reply.badge,
    '',
    ...wrap(textOf(reply.meaning)),
    ...section('Whose problem', wrap(textOf(reply.whose), '  ')),
    ...section('What to do', numbered(reply.steps)),
    ...(escalation
      ? section(
          `Escalate (${escalation.control}): ${textOf(escalation.owner)}`,
          escalation.tell.flatMap((line) => wrap(textOf(line), '  > ')),
        )
      : []),
    ...section(
      'Facts',
      reply.facts.flatMap(({ label, value }) => wrap(`${label}: ${textOf(value)}`, '  ')),
    ),
    ...section('The server said', reply.evidence ? wrap(reply.evidence, '  | ') : []),
    ...section(
      'Sources',
      reply.sources.map(({ label, url }) => `  ${label === url ? url : `${label} ${url}`}`),
    ),
    ...section(
      'See also',
      related.map(({ query, title }) => `  ${query === title ? title : `${query} · ${title}`}`),
    ),
  ].map(printable);
}

const numbered = (steps: readonly Line[]): readonly string[] =>
  steps.flatMap((step, i) => wrap(textOf(step), `  ${i + 1}. `, ' '.repeat(`  ${i + 1}. `.length)));
