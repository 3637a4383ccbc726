import type { types } from '@slack/bolt';
import {
  type Category,
  type EscalationHint,
  type Fact,
  ICONS,
  type VerdictReply,
} from '../../../src/replies/index.ts';
import { LIMITS } from '../limits.ts';
import { buttons, plain, row, select } from './buttons.ts';
import { clip, escapeText, inertText, oneLine } from './escape.ts';
import type { ShownBlock } from './figure.ts';
import { blocksOf, fit, type Part } from './fit.ts';
import type { Home } from './leaf.ts';
import { mrkdwnLine, mrkdwnLink } from './mrkdwn.ts';
import { bold, code, elements, list, richText, stacked, words } from './rich-text.ts';

/** Whose problem it is, as a colour: the recipient's side red and yellow, ours blue and violet, nobody's white. */
const CATEGORY_COLOUR: Readonly<Record<Category, string>> = {
  hard: '🟥',
  soft: '🟨',
  throttle: '🟧',
  policy: '🟪',
  authentication: '🟦',
  content: '🟫',
  configuration: '⬛',
  info: '⬜',
};

/**
 * The most characters and lines of each part. What is never given up (title, badge, meaning, steps, state,
 * buttons) stays under `LIMITS.blocksTogether` even if each part is as long as it may be.
 */
const ROOM = {
  badge: 300,
  headline: 300,
  meaning: 900,
  whose: 400,
  step: 300,
  steps: 10,
  told: 400,
  tell: 10,
  fact: 500,
  evidence: 2000,
  related: 5,
  relatedTitle: 150,
  sources: 8,
  link: 400,
  state: 600,
} as const;

const header = (reply: VerdictReply): types.HeaderBlock => ({
  type: 'header',
  text: {
    type: 'plain_text',
    text: clip(`${ICONS[reply.category]} ${oneLine(reply.title)}`, LIMITS.headerText),
    emoji: false,
  },
});

/** `verbatim`: Slack makes no links of its own out of what it finds in the text. */
const mrkdwn = (text: string): types.MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true });

function badge(reply: VerdictReply, home: Home): types.SectionBlock {
  const line = escapeText(clip(oneLine(reply.badge).replaceAll('*', '∗'), ROOM.badge, escapeText));
  const codes = mrkdwnLine(reply.headline, home, ROOM.headline);
  return {
    type: 'section',
    text: mrkdwn([`${CATEGORY_COLOUR[reply.category]} *${line}*`, codes].filter(Boolean).join('\n')),
  };
}

function advice(reply: VerdictReply, home: Home): types.RichTextBlock[] {
  const steps = reply.steps.slice(0, ROOM.steps).map((step) => elements(step, home, ROOM.step));
  const said = stacked([
    elements(reply.meaning, home, ROOM.meaning),
    reply.whose.length === 0 ? [] : [...bold('Whose problem: '), ...elements(reply.whose, home, ROOM.whose)],
    steps.length === 0 ? [] : bold('What to do now'),
  ]);
  return richText([{ type: 'rich_text_section', elements: said }, list('ordered', steps)]);
}

/** The words to pass on are in a quote of their own, so that they can be copied as they are. */
function escalation(hint: EscalationHint, home: Home): types.RichTextBlock[] {
  const tell = hint.tell.slice(0, ROOM.tell).map((line) => elements(line, home, ROOM.told));
  const whom = stacked([
    [...bold(`Escalate (${clip(hint.control, 60)}) to: `), ...elements(hint.owner, home, ROOM.whose)],
    tell.length === 0 ? [] : words('Tell them:'),
  ]);
  return richText([
    { type: 'rich_text_section', elements: whom },
    { type: 'rich_text_quote', elements: stacked(tell) },
  ]);
}

function facts(all: readonly Fact[], home: Home): types.SectionBlock[] {
  if (all.length === 0) return [];
  const fields = all
    .slice(0, LIMITS.fieldsInSection)
    .map(({ label, value }) =>
      mrkdwn(`*${inertText(label, 60)}*\n${mrkdwnLine(value, home, ROOM.fact) || '–'}`),
    );
  return [{ type: 'section', fields }];
}

function evidence(quoted: string | null): types.RichTextBlock[] {
  if (quoted === null || quoted.trim() === '') return [];
  const text = clip(quoted.trim(), ROOM.evidence);
  return richText([{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }]);
}

function related(reply: VerdictReply): types.RichTextBlock[] {
  if (reply.related.length === 0) return [];
  const items = reply.related
    .slice(0, ROOM.related)
    .map(({ query, title }) => [...code(clip(query, 80)), ...words(` ${clip(title, ROOM.relatedTitle)}`)]);
  return richText([{ type: 'rich_text_section', elements: bold('See also') }, list('bullet', items)]);
}

function sources(reply: VerdictReply): types.ContextBlock[] {
  const links = reply.sources
    .slice(0, ROOM.sources)
    .map(({ label, url }) => mrkdwnLink(label, url, ROOM.link));
  const shown = links.filter((link) => link !== '');
  return shown.length === 0 ? [] : [{ type: 'context', elements: [mrkdwn(`Sources: ${shown.join(' · ')}`)] }];
}

function state(reply: VerdictReply, home: Home): types.SectionBlock[] {
  const line = reply.state === null ? '' : mrkdwnLine(reply.state, home, ROOM.state);
  return line === '' ? [] : [{ type: 'section', text: mrkdwn(`📌 ${line}`) }];
}

/** Whom an admin wants to be told: the one mention that a new message makes. */
const notified = ({ notify }: VerdictReply): types.RichTextBlock[] =>
  notify && /^S[A-Z0-9]+$/.test(notify.id)
    ? richText([{ type: 'rich_text_section', elements: [{ type: 'usergroup', usergroup_id: notify.id }] }])
    : [];

/** What a verdict rests on, folded away: whoever wants to see it opens it. */
const folded = (inside: readonly ShownBlock[]): types.ContainerBlock[] =>
  inside.length === 0
    ? []
    : [
        {
          type: 'container',
          title: plain('What the server said, and where this stands', LIMITS.headerText),
          child_blocks: inside.filter((block) => block.type === 'rich_text' || block.type === 'context'),
          is_collapsible: true,
          default_collapsed: true,
        },
      ];

/**
 * @param home the workspace that the message goes to
 * @param mayFold whether Slack takes blocks that fold
 * @returns the blocks of a verdict: what happened, what to do, what it rests on, what the team did, and buttons
 */
export function verdictBlocks(reply: VerdictReply, home: Home, mayFold: boolean): ShownBlock[] {
  const proof: readonly Part[] = [
    { blocks: evidence(reply.evidence), giveUp: 1 },
    { blocks: sources(reply), giveUp: 4 },
  ];
  const kept = fit([
    { blocks: [...notified(reply), header(reply), badge(reply, home)], giveUp: 0 },
    { blocks: advice(reply, home), giveUp: 0 },
    { blocks: reply.escalation === null ? [] : escalation(reply.escalation, home), giveUp: 5 },
    { blocks: facts(reply.facts, home), giveUp: 2 },
    { blocks: related(reply), giveUp: 3 },
    ...proof,
    { blocks: state(reply, home), giveUp: 0 },
    { blocks: row(buttons(reply.actions)), giveUp: 0 },
    { blocks: row(reply.menus.flatMap(select)), giveUp: 0 },
  ]);
  if (!mayFold) return blocksOf(kept);
  const first = kept.findIndex((part) => proof.includes(part));
  const inside = kept.filter((part) => proof.includes(part));
  if (first < 0) return blocksOf(kept);
  const after = kept.slice(first).filter((part) => !proof.includes(part));
  return [...blocksOf(kept.slice(0, first)), ...folded(blocksOf(inside)), ...blocksOf(after)];
}
