/**
 * A reply as a Discord message of the second generation (Components V2), not as an embed, because
 * an embed vanishes for everyone who has switched link previews off, needs the Embed Links permission, and keeps
 * its buttons outside. The price, that a message can't become an ordinary one again, costs us nothing: every
 * answer of ours is rendered here. Addresses in such messages get no link previews.
 */
import {
  type APIContainerComponent,
  type APIMessageTopLevelComponent,
  type APITextDisplayComponent,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import {
  type Category,
  cardOf,
  ICONS,
  type Line,
  type Link,
  linesOfMany,
  type NoteReply,
  type Reply,
  type VerdictReply,
} from '../../src/replies/index.ts';
import { type ButtonRow, buttonRows, menuRows } from './buttons.ts';
import { clip, escapeText, inlineCode, maskedLink } from './escape.ts';
import { LIMITS } from './limits.ts';
import { isDirect } from './place.ts';
import { renderLine } from './render-line.ts';
import { evidenceSection, fit, type Section, sectionText } from './sections.ts';

/** The body of a message; the same in a post, an edit and an answer to an interaction. */
export type Body = {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: APIMessageTopLevelComponent[];
  /**
   * Nobody is ever pinged but the roles that an admin configured: Discord's own default would ring for every mention,
   * @everyone too.
   */
  readonly allowed_mentions: { readonly parse: []; readonly roles?: readonly string[] };
};

/** Red: dead. Yellow: wait. Orange: slow down. Violet: reputation. Blue: records. The badge says it in words. */
const COLOURS: Readonly<Record<Category, number>> = {
  hard: 0xd83c3e,
  soft: 0xf0b232,
  throttle: 0xe67e22,
  policy: 0x9b59b6,
  authentication: 0x3498db,
  content: 0x1abc9c,
  configuration: 0x7289a0,
  info: 0x3ba55d,
};

const NOTE_COLOURS: Readonly<Record<NoteReply['tone'], number>> = {
  help: 0x5865f2,
  refusal: 0x99a1ab,
  summary: 0x5865f2,
  repeat: 0x99a1ab,
  list: 0x5865f2,
};

/** Of what must always fit, so that it does. */
const TITLE = 200;
const STATE = 600;

/** A notice, before escaping, which doubles its length at most. */
const NOTICE = LIMITS.text / 2;

/** A mention of a role above them. */
const NOTIFY = 24;

/** For the sections: the limit, less the line breaks that join two of them into one display. */
const ROOM = LIMITS.text - 8 - NOTIFY;

/**
 * @param team whose reply it is
 * @returns the message for a reply, within Discord's limits whatever the reply holds
 */
export function render(reply: Reply, team: string): Body {
  const container =
    reply.kind === 'verdict'
      ? verdict(reply, team)
      : note(reply.kind === 'many' ? linesOfMany(reply) : reply, team);
  const role = reply.kind === 'verdict' ? reply.notify?.id : undefined;
  if (role === undefined || !/^\d{1,20}$/.test(role)) {
    return { flags: MessageFlags.IsComponentsV2, components: [container], allowed_mentions: { parse: [] } };
  }
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [{ type: ComponentType.TextDisplay, content: `<@&${role}>` }, container],
    allowed_mentions: { parse: [], roles: [role] },
  };
}

/** @returns a message of one plain sentence: a notice, an error, a question with its buttons */
export const renderNotice = (text: string, rows: readonly ButtonRow[] = []): Body =>
  sentence(escapeText(clip(text, NOTICE)), rows);

/** @returns a sentence that ends in a link */
export const renderLink = (text: string, { label, url }: Link): Body =>
  sentence(`${escapeText(clip(text, NOTICE))} ${maskedLink(label, url)}`, []);

/** @returns a short line in a thread: small, so that the answer above it stays what is read */
export const renderDeed = (line: Line, team: string): Body =>
  sentence(`-# ${clip(renderLine(line, team), NOTICE)}`, []);

const sentence = (content: string, rows: readonly ButtonRow[]): Body => ({
  flags: MessageFlags.IsComponentsV2,
  components: [{ type: ComponentType.TextDisplay, content: content || '…' }, ...rows],
  allowed_mentions: { parse: [] },
});

function verdict(reply: VerdictReply, team: string): APIContainerComponent {
  const inline = (line: Line): string => renderLine(line, team);
  const lines = (name: string, heading: string, ...content: readonly Line[]): Section => ({
    name,
    heading,
    lines: content.map(inline).filter((line) => line.trim() !== ''),
  });
  const { escalation } = reply;
  const before: Section[] = [
    {
      name: 'head',
      heading: `## ${ICONS[cardOf(reply).look]} ${escapeText(clip(reply.title, TITLE))}`,
      lines: [`**${escapeText(clip(reply.badge, TITLE))}**`],
    },
    lines('headline', '', reply.headline),
    lines('meaning', '', reply.meaning),
    prefixed('whose', '**Whose problem:** ', inline(reply.whose)),
    numbered('steps', '### What to do now', reply.steps.map(inline)),
    ...(escalation === null
      ? []
      : [
          prefixed(
            'owner',
            `### Escalate: ${escapeText(clip(escalation.control, 80))}\n**Owner:** `,
            inline(escalation.owner),
          ),
          quoted('tell', '**Tell them:**', escalation.tell.map(inline)),
        ]),
    {
      name: 'facts',
      heading: '',
      lines: reply.facts.map((fact) => `**${escapeText(clip(fact.label, 80))}:** ${inline(fact.value)}`),
    },
  ];
  const after: Section[] = [
    listed('related', '-# See also: ', reply.related.map(related)),
    listed(
      'sources',
      '-# Sources: ',
      reply.sources.map(({ label, url }) => maskedLink(clip(label, 100), url)),
    ),
    {
      name: 'state',
      heading: '',
      lines: reply.state === null ? [] : [stateLine(reply.state, inline)],
    },
  ];
  // The order of loss is the reply's contract: evidence, facts; then what is nice to have; the verdict never.
  const fitted = fit(
    [...before, ...after],
    ['facts', 'related', 'sources', 'tell', 'owner', 'steps', 'whose', 'meaning', 'headline'],
    ROOM,
  );
  const used = fitted.reduce((sum, section) => sum + sectionText(section).length, 0);
  const evidence = evidenceSection(reply.evidence, '**The server’s own words**', ROOM - used);
  const at = before.length;
  return container(COLOURS[reply.category], withoutIdle(reply, team), [
    ...fitted.slice(0, at),
    evidence,
    ...fitted.slice(at),
  ]);
}

function container(colour: number, reply: VerdictReply, sections: readonly Section[]): APIContainerComponent {
  const group = (...names: readonly string[]) =>
    sections
      .filter((section) => names.includes(section.name))
      .map(sectionText)
      .filter((text) => text !== '')
      .join('\n');
  // Eight displays at most, the container, 24 for buttons and 4 for menus: 37 components.
  const texts = [
    group('head', 'headline'),
    group('meaning', 'whose'),
    group('steps'),
    group('owner', 'tell'),
    group('facts'),
    group('evidence'),
    group('related', 'sources'),
    group('state'),
  ];
  return {
    type: ComponentType.Container,
    accent_color: colour,
    components: [...displays(texts), ...buttonRows(reply.actions), ...menuRows(reply.menus)],
  };
}

/** In a direct message there is nobody to hand a case over to. */
const withoutIdle = (reply: VerdictReply, team: string): VerdictReply =>
  isDirect(team) ? { ...reply, menus: reply.menus.filter(({ choices }) => choices !== 'people') } : reply;

function note(reply: NoteReply, team: string): APIContainerComponent {
  const sections = fit(
    [
      { name: 'head', heading: '', lines: [`## ${escapeText(clip(reply.title, TITLE))}`] },
      {
        name: 'body',
        heading: '',
        lines: reply.body.map((line) => renderLine(line, team)).filter((line) => line.trim() !== ''),
      },
      { name: 'examples', heading: '', lines: reply.examples.map((text) => inlineCode(clip(text, 200))) },
    ],
    ['examples', 'body'],
    ROOM,
  );
  return {
    type: ComponentType.Container,
    accent_color: NOTE_COLOURS[reply.tone],
    components: displays(sections.map(sectionText)),
  };
}

const displays = (texts: readonly string[]): APITextDisplayComponent[] =>
  texts.filter((text) => text.trim() !== '').map((content) => ({ type: ComponentType.TextDisplay, content }));

const prefixed = (name: string, prefix: string, text: string): Section => ({
  name,
  heading: '',
  lines: text.trim() === '' ? [] : [`${prefix}${text}`],
});

const numbered = (name: string, heading: string, steps: readonly string[]): Section => ({
  name,
  heading,
  lines: steps.map((step, index) => `${index + 1}. ${step}`),
});

const quoted = (name: string, heading: string, lines: readonly string[]): Section => ({
  name,
  heading,
  lines: lines.map((line) => `> ${line}`),
});

/** Items on one small line: it is kept or dropped as a whole. */
const listed = (name: string, prefix: string, items: readonly string[]): Section => ({
  name,
  heading: '',
  lines: items.length === 0 ? [] : [`${prefix}${items.join(' · ')}`],
});

const related = ({ query, title }: VerdictReply['related'][number]): string =>
  `${inlineCode(clip(query, 60))} ${escapeText(clip(title, 120))}`.trim();

/** Kept whole, so it must be short: a state too long to be one is cut to its first leaves. */
function stateLine(state: Line, inline: (line: Line) => string): string {
  const kept = state.reduce<{ leaves: Line; length: number }>(
    ({ leaves, length }, leaf) => {
      const size = inline([leaf]).length;
      return length + size > STATE
        ? { leaves, length }
        : { leaves: [...leaves, leaf], length: length + size };
    },
    { leaves: [], length: 0 },
  );
  return inline(kept.leaves);
}
