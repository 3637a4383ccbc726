/**
 * A message as Discord draws it: components of the second generation to HTML. A component that is drawn nowhere here
 * is an error, so that a new one is noticed.
 */
import {
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Body } from '../../adapters/discord/body.ts';
import { element, escapeHtml } from './html.ts';

/** @returns the message below the name of the bot */
export const drawDiscord = ({ components }: Pick<Body, 'components'>): string =>
  element(
    'article',
    'discord',
    '<div class="face">✉️</div>',
    element(
      'div',
      'message',
      '<p class="from">Bounce Triage <span>APP</span></p>',
      element('div', 'blocks', ...components.map(drawTop)),
    ),
  );

function drawTop(component: APIMessageTopLevelComponent): string {
  switch (component.type) {
    case ComponentType.Container: {
      const colour = (component.accent_color ?? 0).toString(16).padStart(6, '0');
      const inside = component.components.map(drawInside).join('');
      return `<div class="container" style="border-inline-start-color: #${colour}">${inside}</div>`;
    }
    case ComponentType.TextDisplay:
    case ComponentType.ActionRow:
      return drawInside(component);
    default:
      throw new Error(`no drawing of a Discord component of the type ${component.type}`);
  }
}

function drawInside(component: APIComponentInContainer): string {
  switch (component.type) {
    case ComponentType.TextDisplay:
      return element('div', 'text', drawMarkdown(component.content));
    case ComponentType.ActionRow:
      return element('div', 'row', ...component.components.map(drawControl));
    case ComponentType.Separator:
      return '<hr>';
    default:
      throw new Error(`no drawing of a Discord component of the type ${component.type}`);
  }
}

const BUTTONS: Readonly<Partial<Record<ButtonStyle, string>>> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
};

function drawControl(control: APIComponentInMessageActionRow): string {
  if (control.type !== ComponentType.Button) {
    return element('button', 'select', escapeHtml(control.placeholder ?? ''));
  }
  const label = 'label' in control ? (control.label ?? '') : '';
  const link = control.style === ButtonStyle.Link ? ' ↗' : '';
  return element('button', BUTTONS[control.style] ?? '', escapeHtml(label) + link);
}

/** Lines by their marks: what stands at the beginning of each. */
const LINES: readonly (readonly [mark: RegExp, tag: string])[] = [
  [/^## /, 'h2'],
  [/^### /, 'h3'],
  [/^-# /, 'small'],
  [/^> /, 'blockquote'],
  [/^[-*] /, 'li'],
];

function drawMarkdown(source: string): string {
  // Code blocks stand at every second place.
  const parts = source.split(/```(?:\w*\n)?([\s\S]*?)\n?```\n?/);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return element('pre', '', escapeHtml(part));
      return part === '' ? '' : part.replace(/\n$/, '').split('\n').map(drawLine).join('');
    })
    .join('');
}

function drawLine(line: string): string {
  const step = /^(\d+\.) (.*)$/.exec(line);
  if (step !== null) return `<p class="step" data-number="${step[1]}">${drawInline(step[2] ?? '')}</p>`;
  const found = LINES.find(([mark]) => mark.test(line));
  return found === undefined
    ? element('p', '', drawInline(line))
    : element(found[1], '', drawInline(line.replace(found[0], '')));
}

const INLINE =
  /\\([^0-9A-Za-z\s])|`([^`\n]+)`|\*\*((?:\\.|[^*\\])+)\*\*|\[((?:\\.|[^\]\\])*)\]\((https?:[^\s)]+)\)|<t:(\d+)(?::\w)?>|<@[!&]?(\d+)>/g;

/** Discord's own markup, which everything else is escaped against; what is left is text. */
function drawInline(line: string): string {
  let html = '';
  let at = 0;
  for (const match of line.matchAll(INLINE)) {
    html += escapeHtml(line.slice(at, match.index));
    at = match.index + match[0].length;
    const [, sign, code, bold, label, , seconds, person] = match;
    if (sign !== undefined) html += escapeHtml(sign);
    else if (code !== undefined) html += element('code', '', escapeHtml(code));
    else if (bold !== undefined) html += element('b', '', drawInline(bold));
    else if (label !== undefined) html += element('a', '', drawInline(label));
    else if (seconds !== undefined) html += drawTime(Number(seconds));
    else html += element('span', 'mention', `@${person}`);
  }
  return html + escapeHtml(line.slice(at));
}

/** As ":f" shows it: "21 November 2026 10:15". */
const drawTime = (seconds: number): string =>
  new Date(seconds * 1000)
    .toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
    .replace(' at ', ' ');
