/** The card of a verdict: what happened, whose move it is, which mail, what to do, and where to press. */
import type { APIContainerComponent } from 'discord.js';
import {
  type Badge,
  type Button,
  type Card,
  type CardCheck,
  ICONS,
  type Line,
  type Look,
  type MoreItem,
} from '../../src/replies/index.ts';
import { container, display, ROOM } from './body.ts';
import { buttonRows, moreRow, selectRows } from './buttons.ts';
import { blockText, clip, codeBlock, escapeText } from './escape.ts';
import { isDirect } from './place.ts';
import { renderLine } from './render-line.ts';
import { fit, type Section, sectionText, TITLE } from './sections.ts';

/**
 * Red: dead. Yellow: wait. Orange: slow down. Violet: reputation. Blue: records. Grey: nothing that is new or certain.
 * The badge says it in words.
 */
export const COLOURS: Readonly<Record<Look, number>> = {
  hard: 0xd83c3e,
  soft: 0xf0b232,
  throttle: 0xe67e22,
  policy: 0x9b59b6,
  authentication: 0x3498db,
  content: 0x1abc9c,
  configuration: 0x7289a0,
  info: 0x3ba55d,
  unsure: 0x99a1ab,
  incident: 0xf0b232,
  known: 0x99a1ab,
  settled: 0x3ba55d,
};

/** What is short already has a heading that is less loud. */
const QUIET: ReadonlySet<Look> = new Set(['known', 'settled']);

/** A state is kept whole, so it must be short. */
const STATE = 600;
/** A longer record is not shown: half of one is worse than none. */
const RECORD = 1500;

/** Nobody else is in a direct message who could look after a case. */
const FOR_TEAMS: ReadonlySet<string> = new Set<Button['action'] | MoreItem['value'] | 'hand-over'>([
  'claim',
  'release',
  'hand-over',
]);

/**
 * @param team whose card it is: it decides where its links lead
 * @param besides buttons that only this copy gets, behind its own
 * @returns the card in the colour of its look; text that is too long for a message gives way, buttons never
 */
export function renderCard(
  whole: Card,
  team: string,
  besides: readonly Button[] = [],
): APIContainerComponent {
  const card = isDirect(team) ? alone(whole) : whole;
  const inline = (line: Line | null): string => (line === null ? '' : renderLine(line, team));
  const section = (name: string, ...lines: readonly string[]): Section => ({
    name,
    heading: '',
    lines: lines.filter((line) => line.trim() !== ''),
  });
  const sections = fit(
    [
      section('head', heading(card), badgeLine(card.badge)),
      section('facts', small(card.facts.map(inline).filter(Boolean).join(' · '))),
      section('sentence', inline(card.sentence)),
      section('question', strong(card.question, inline)),
      section('usual', ...card.usual.map(inline).map((line) => prefixed('- ', line))),
      section('steps', ...numbered(card.steps.map(inline))),
      ...checkSections(card.check, inline),
      section('hint', prefixed('> ', inline(card.hint))),
      section('state', small(inline(short(card.state, inline)))),
    ],
    ['facts', 'usual', 'steps', 'sentence', 'rows', 'cause', 'question', 'hint', 'change'],
    ROOM,
  );
  const group = (...names: readonly string[]) =>
    display(...sections.filter(({ name }) => names.includes(name)).map(sectionText));
  return container(COLOURS[card.look], [
    ...group('head', 'facts'),
    ...group('sentence', 'question', 'usual', 'steps', 'rows', 'cause', 'change', 'hint'),
    ...group('state'),
    ...(card.choose === null ? [] : selectRows([card.choose])),
    ...buttonRows([...card.actions, ...besides]),
    ...moreRow(card.more, card.caseId),
  ]);
}

const heading = ({ look, title }: Card): string =>
  `${QUIET.has(look) ? '###' : '##'} ${ICONS[look]} ${escapeText(clip(title, TITLE))}`;

function badgeLine({ kind, whose, address }: Badge): string {
  const rest = [whose, address].filter((part) => part !== null);
  const shown = [kind, ...rest].map((part) => escapeText(clip(part, TITLE / 2).trim()));
  return shown
    .map((part, index) => (index === 0 && part !== '' ? `**${part}**` : part))
    .filter((part) => part !== '')
    .join(' · ');
}

const prefixed = (prefix: string, text: string): string => (text.trim() === '' ? '' : `${prefix}${text}`);

const small = (text: string): string => prefixed('-# ', text);

/** Code in it stays code. */
function strong(line: Line | null, inline: (line: Line) => string): string {
  const shown = inline(
    (line ?? []).map((leaf) => (leaf.kind === 'strong' ? { ...leaf, kind: 'text' } : leaf)),
  );
  return shown.trim() === '' ? '' : `**${shown.trim()}**`;
}

/** One alone has no number. */
const numbered = (steps: readonly string[]): readonly string[] => {
  const shown = steps.filter((step) => step.trim() !== '');
  return shown.length < 2 ? shown : shown.map((step, index) => `${index + 1}. ${step}`);
};

function checkSections(check: CardCheck | null, inline: (line: Line | null) => string): readonly Section[] {
  if (check === null) return [];
  const { rows, cause, change } = check;
  const record = blockText(change?.record ?? '');
  const shown =
    record === '' ? [] : [record.length > RECORD ? 'It is too long to stand here.' : codeBlock(record)];
  return [
    { name: 'rows', heading: '', lines: rows.map(({ mark, text }) => `${mark} ${inline(text)}`) },
    {
      name: 'cause',
      heading: '',
      lines: [[inline(cause), inline(change?.label ?? null)].filter(Boolean).join(' ')].filter(Boolean),
    },
    { name: 'change', heading: '', lines: shown },
  ];
}

/** A state too long to be one is cut to its first leaves. */
function short(state: Line | null, inline: (line: Line) => string): Line {
  let room = STATE;
  const over = (state ?? []).findIndex((leaf) => {
    room -= inline([leaf]).length;
    return room < 0;
  });
  return over < 0 ? (state ?? []) : (state ?? []).slice(0, over);
}

const alone = (card: Card): Card => ({
  ...card,
  actions: card.actions.filter(({ action }) => !FOR_TEAMS.has(action)),
  more: card.more.filter(({ value }) => !FOR_TEAMS.has(value)),
});
