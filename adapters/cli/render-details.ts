/** What the card of a verdict leaves out, for `--verbose`. */
import { type Choice, type Details, type EscalationHint, type Line, plain } from '../../src/replies/index.ts';
import { lookUp, section, separated } from './render-card.ts';
import type { Terminal } from './terminal.ts';

/** A terminal shows them all at once, and they are read from the top. */
const MOST_SIMILAR = 10;

/** What `--verbose` shows besides the card, in its order, each with its lines and what it is called in a hint. */
function sectionsOf(
  { said, facts, steps, dns, history, sources, customers }: Details,
  escalation: EscalationHint | null,
  similar: readonly Choice[],
): readonly {
  readonly title: string;
  readonly named: string;
  readonly mark: string;
  /** Before a line that goes on; as `mark` where it is left out. */
  readonly next?: string;
  readonly lines: readonly Line[];
}[] {
  const row = ({ label, value }: Details['facts'][number]): Line => [...plain(`${label}: `), ...value];
  const left = similar.length - MOST_SIMILAR;
  return [
    { title: 'The server said', named: 'the server’s words', mark: '  | ', lines: said ? [plain(said)] : [] },
    {
      title: 'Facts',
      named: said === null ? 'what it means' : 'the mail',
      mark: '  ',
      next: '    ',
      lines: facts.map(row),
    },
    {
      title: 'All steps',
      named: 'all steps',
      mark: '  ',
      next: '     ',
      lines: steps.map((step, i) => [...plain(`${i + 1}. `), ...step]),
    },
    {
      title: 'For the owner',
      named: 'the message for the owner',
      mark: '  > ',
      lines: escalation?.tell ?? [],
    },
    { title: 'DNS', named: 'DNS', mark: '  ', next: '    ', lines: dns.map(row) },
    { title: 'History', named: 'history', mark: '  ', lines: history },
    {
      title: 'Sources',
      named: 'sources',
      mark: '  ',
      next: '    ',
      lines: sources.map(({ label, url }) => plain(label === url ? url : `${label} ${url}`)),
    },
    {
      title: 'Similar codes',
      named: 'similar codes',
      mark: '  ',
      next: '    ',
      lines: [
        ...similar.slice(0, MOST_SIMILAR).map(({ label, value }) => lookUp(value, label)),
        ...(left > 0 ? [plain(`and ${left} more: look up the bounce’s own code`)] : []),
      ],
    },
    ...customers.map(({ label, text }) => ({
      title: label,
      named: 'a text for customers',
      mark: '  ',
      lines: [plain(text)],
    })),
  ];
}

/**
 * @param escalation the message for whoever has to mend it
 * @param similar entries that come near it
 * @returns the sections that hold anything
 */
export const renderDetails = (
  details: Details,
  escalation: EscalationHint | null,
  similar: readonly Choice[],
  terminal: Terminal,
): readonly string[] =>
  separated(
    sectionsOf(details, escalation, similar).map(({ title, lines, mark, next }) =>
      section(title, lines, terminal, mark, next),
    ),
  );

/** @returns "--verbose: the server’s words, all steps, sources"; null where the card says it all */
export function moreLine(details: Details, escalation: EscalationHint | null): Line | null {
  const parts = sectionsOf(details, escalation, []);
  const named = [...new Set(parts.flatMap(({ lines, named: name }) => (lines.length > 0 ? [name] : [])))];
  return named.length === 0 ? null : plain(`--verbose: ${named.join(', ')}`);
}
