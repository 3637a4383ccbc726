/** The answer card of a verdict, from top to bottom: `cardOf` says what shows, this says in which blocks. */
import type { types } from '@slack/bolt';
import { type Card, type CardCheck, ICONS, type Line, plain as text } from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { buttons, overflow, plain, row, select } from './buttons.ts';
import { oneLine } from './escape.ts';
import type { ShownBlock } from './figure.ts';
import { blocksOf, fit } from './fit.ts';
import type { Home } from './leaf.ts';
import { mrkdwnLine } from './mrkdwn.ts';
import { asIs, elements, list, richText, stacked, words } from './rich-text.ts';

/**
 * The most characters of each part, far above what a card holds: for text that is out to break it. What is never
 * given up stays under `LIMITS.blocksTogether` even if each of its parts is as long as it may be.
 */
const ROOM = {
  badge: 300,
  facts: 600,
  sentence: 600,
  question: 300,
  step: 300,
  row: 300,
  record: 2500,
  hint: 500,
  state: 600,
} as const;

const DOT = ' · ';

/** @returns the parts in one line with dots between them */
export const dotted = (parts: readonly Line[]): Line =>
  parts.flatMap((part, index) => (index === 0 ? part : [...text(DOT), ...part]));

/** `verbatim`: Slack makes no links of its own out of what it finds in the text. */
export const mrkdwn = (line: string): types.MrkdwnElement => ({ type: 'mrkdwn', text: line, verbatim: true });

export const header = (sign: string, title: string): types.HeaderBlock => ({
  type: 'header',
  text: plain(`${sign} ${oneLine(title)}`, LIMITS.headerText),
});

export const context = (line: Line, home: Home, max: number): types.ContextBlock[] => {
  const shown = mrkdwnLine(line, home, max);
  return shown === '' ? [] : [{ type: 'context', elements: [mrkdwn(shown)] }];
};

const section = (lines: readonly string[]): types.SectionBlock[] => {
  const shown = lines.filter((line) => line !== '').join('\n');
  return shown === '' ? [] : [{ type: 'section', text: mrkdwn(shown) }];
};

function badgeLine({ look, badge: { kind, whose, address } }: Card, home: Home): string {
  const rest = [whose, address].flatMap((part) => (part === null ? [] : [text(part)]));
  // Of what is settled the kind is what was wrong with it, and no verdict any more.
  const first: Line = look === 'settled' ? text(kind) : [{ kind: 'strong', text: kind }];
  return mrkdwnLine(dotted([first, ...rest]), home, ROOM.badge);
}

/** What is known or done already is small: its title is a line of text. */
function head(card: Card, home: Home): ShownBlock[] {
  const sign = ICONS[card.look];
  const badge = badgeLine(card, home);
  if (card.look !== 'known' && card.look !== 'settled') {
    return [header(sign, card.title), ...section([badge])];
  }
  const title = mrkdwnLine([{ kind: 'strong', text: card.title }], home, LIMITS.headerText);
  return section([`${sign} ${title}`, badge]);
}

/** A question stands out, what is code in it too. */
const asked = (question: Line): Line =>
  question.map((leaf) => (leaf.kind === 'text' ? { ...leaf, kind: 'strong' } : leaf));

/** One step alone has no number. */
function said({ sentence, question, usual, steps }: Card, home: Home): types.RichTextBlock[] {
  const shown = steps.map((step) => elements(step, home, ROOM.step));
  return richText([
    { type: 'rich_text_section', elements: elements(sentence, home, ROOM.sentence) },
    { type: 'rich_text_section', elements: elements(asked(question ?? []), home, ROOM.question) },
    list(
      'bullet',
      usual.map((one) => elements(one, home, ROOM.step)),
    ),
    ...(shown.length === 1
      ? [{ type: 'rich_text_section' as const, elements: shown.flat() }]
      : [list('ordered', shown)]),
  ]);
}

/** What DNS said, what follows, and the record in a block of its own, so that it can be copied as it is. */
function checked({ rows, cause, change }: CardCheck, home: Home): types.RichTextBlock[] {
  const found = rows.map(({ mark, text: row }) => [...words(`${mark} `), ...elements(row, home, ROOM.row)]);
  const label = change === null ? [] : elements(change.label, home, ROOM.row);
  const follows = [
    ...elements(cause ?? [], home, ROOM.row),
    ...(cause && change ? words(' ') : []),
    ...label,
  ];
  return richText([
    { type: 'rich_text_section', elements: stacked(found) },
    { type: 'rich_text_section', elements: follows },
    asIs(change?.record ?? '', ROOM.record),
  ]);
}

const hinted = (hint: Line, home: Home): types.RichTextBlock[] =>
  richText([{ type: 'rich_text_quote', elements: elements(hint, home, ROOM.hint) }]);

/** Whom an admin wants to be told: the one mention that a new message makes. */
const notified = ({ notify }: Card): types.RichTextBlock[] =>
  notify && /^S[A-Z0-9]+$/.test(notify.id)
    ? richText([{ type: 'rich_text_section', elements: [{ type: 'usergroup', usergroup_id: notify.id }] }])
    : [];

/**
 * @param home the workspace that the message goes to
 * @returns the blocks of the card: what, whose, which one, what to do, and one row to press
 */
export const cardBlocks = (card: Card, home: Home): ShownBlock[] =>
  blocksOf(
    fit([
      { blocks: [...notified(card), ...head(card, home)], giveUp: 0 },
      { blocks: context(dotted(card.facts), home, ROOM.facts), giveUp: 3 },
      { blocks: said(card, home), giveUp: 4 },
      { blocks: card.check === null ? [] : checked(card.check, home), giveUp: 5 },
      { blocks: card.hint === null ? [] : hinted(card.hint, home), giveUp: 0 },
      { blocks: card.state === null ? [] : context(card.state, home, ROOM.state), giveUp: 2 },
      {
        blocks: row([
          ...select(card.choose),
          ...buttons(card.actions),
          ...overflow(card.more, card.caseId ?? ''),
        ]),
        giveUp: 0,
      },
    ]),
  );
