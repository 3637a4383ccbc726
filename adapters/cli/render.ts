/** A reply as text for a terminal. */
import {
  type Choice,
  cardOf,
  detailsOf,
  type Line,
  type NoteReply,
  plain,
  textOf,
  type VerdictReply,
} from '../../src/replies/index.ts';
import { printable, wrap } from './lines.ts';
import { inZone } from './moment.ts';
import type { Reading } from './reading.ts';
import { lookUps, renderCard, section, separated } from './render-card.ts';
import { moreLine, renderDetails } from './render-details.ts';
import { piecesOf, wrapPieces } from './styled.ts';
import { paintFor, type Terminal, widthOf } from './terminal.ts';

export type HowMuch = {
  /** All that the card leaves out, too. */
  readonly verbose: boolean;
  /** What a step becomes where it is a command here. */
  readonly toCommand?: (step: Line) => Line;
  /** On which bounces it is about, where there are several. */
  readonly about?: readonly Line[];
  /** What comes near it, for `--verbose`. */
  readonly similar?: readonly Choice[];
  /** In which times are shown; null: this machine's. */
  readonly zone?: Reading['zone'];
  /** Whether the last line says what `--verbose` shows. */
  readonly tellsOfMore?: boolean;
};

/** @returns the verdict as lines that end with a line feed, as wide as the terminal */
export function renderVerdict(
  reply: VerdictReply,
  terminal: Terminal,
  { verbose, toCommand = (step) => step, about = [], similar = [], zone = null, tellsOfMore = true }: HowMuch,
): string {
  const card = cardOf(reply);
  const { question, steps } = card;
  const { steps: all, ...others } = detailsOf(reply);
  const details = { ...others, steps: all.map(toCommand) };
  const more = verbose || !tellsOfMore ? null : moreLine(details, reply.escalation);
  return ended([
    renderCard(
      { ...card, question: question && toCommand(question), steps: steps.map(toCommand) },
      terminal,
      about,
    ),
    verbose ? renderDetails(inZone(zone, details), reply.escalation, similar, terminal) : [],
    more === null ? [] : wrapPieces(piecesOf(more, 'gray'), widthOf(terminal), paintFor(terminal)),
  ]);
}

/** @returns the note as lines that end with a line feed, as wide as the terminal */
export function renderNote(
  { title, body, examples, copied = [], actions }: NoteReply,
  terminal: Terminal,
): string {
  const width = widthOf(terminal);
  const paint = paintFor(terminal);
  return ended([
    wrap(printable(title), width).map((line) => paint('bold', line)),
    ...body.map((line) => (textOf(line).trim() === '' ? [] : wrap(textOf(line), width).map(printable))),
    examples.map((example) => printable(`  ${example}`)),
    ...copied.map(({ label, text }) => section(label, [plain(text)], terminal)),
    lookUps(actions).flatMap((line) =>
      wrapPieces(piecesOf(line), width, paint, { first: '  ', next: '    ' }),
    ),
  ]);
}

const ended = (parts: readonly (readonly string[])[]): string => `${separated(parts).join('\n')}\n`;
