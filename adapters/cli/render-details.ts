/** What the card of a verdict leaves out, for `--verbose`. */
import { type Details, type EscalationHint, type Line, plain } from '../../src/replies/index.ts';
import { momentIn } from './moment.ts';
import type { Reading } from './reading.ts';
import { section, separated } from './render-card.ts';
import type { Terminal } from './terminal.ts';

/** What `--verbose` shows besides the card, in its order, each with its lines and what it is called in a hint. */
function sectionsOf(
  { said, facts, steps, dns, history, sources }: Details,
  escalation: EscalationHint | null,
  timed: (line: Line) => Line,
): readonly {
  readonly title: string;
  readonly named: string;
  readonly mark: string;
  /** Before a line that goes on; as `mark` where it is left out. */
  readonly next?: string;
  readonly lines: readonly Line[];
}[] {
  const row = ({ label, value }: Details['facts'][number]): Line => [...plain(`${label}: `), ...timed(value)];
  return [
    { title: 'The server said', named: 'the server’s words', mark: '  | ', lines: said ? [plain(said)] : [] },
    { title: 'Facts', named: 'the mail', mark: '  ', next: '    ', lines: facts.map(row) },
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
    { title: 'History', named: 'history', mark: '  ', lines: history.map(timed) },
    {
      title: 'Sources',
      named: 'sources',
      mark: '  ',
      next: '    ',
      lines: sources.map(({ label, url }) => plain(label === url ? url : `${label} ${url}`)),
    },
  ];
}

const timedIn = (zone: Reading['zone'], line: Line): Line =>
  line.flatMap((leaf) => (leaf.kind === 'time' ? plain(momentIn(zone, leaf.at)) : [leaf]));

/**
 * @param escalation the message for whoever has to mend it
 * @param zone in which times are shown
 * @returns the sections that hold anything
 */
export const renderDetails = (
  details: Details,
  escalation: EscalationHint | null,
  zone: Reading['zone'],
  terminal: Terminal,
): readonly string[] =>
  separated(
    sectionsOf(details, escalation, (line) => timedIn(zone, line)).map(({ title, lines, mark, next }) =>
      section(title, lines, terminal, mark, next),
    ),
  );

/** @returns "--verbose: the server’s words, all steps, sources"; null where the card says it all */
export function moreLine(details: Details, escalation: EscalationHint | null): Line | null {
  const named = sectionsOf(details, escalation, (line) => line).flatMap(({ lines, named: name }) =>
    lines.length > 0 ? [name] : [],
  );
  return named.length === 0 ? null : plain(`--verbose: ${named.join(', ')}`);
}
