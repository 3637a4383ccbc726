/**
 * A message as Slack draws it: Block Kit to HTML. Sizes are those of Slack's own client (slack.css); a block that is
 * drawn nowhere here is an error, so that a new one is noticed.
 */
import type { types } from '@slack/bolt';
import type { Rendered } from '../../adapters/slack/render/index.ts';
import { NOW } from './answers.ts';
import { element, escapeHtml } from './html.ts';

type Block = Rendered['blocks'][number];
type RichPart = types.RichTextBlock['elements'][number];
type Control = types.ActionsBlock['elements'][number];

/** @param names of people, by their ids */
export type Names = Readonly<Record<string, string>>;

/** @returns the message below the name of the bot */
export const drawSlack = ({ blocks }: Pick<Rendered, 'blocks'>, names: Names): string =>
  element(
    'article',
    'slack',
    '<div class="face">✉️</div>',
    element(
      'div',
      'message',
      '<p class="from">Bounce Triage <span>APP</span></p>',
      element('div', 'blocks', ...blocks.map((block) => drawBlock(block, names))),
    ),
  );

function drawBlock(block: Block, names: Names): string {
  switch (block.type) {
    case 'header':
      return element('h3', 'header', escapeHtml(block.text.text));
    case 'section':
      return element(
        'div',
        'section',
        block.text === undefined ? '' : drawText(block.text, names),
        ...(block.fields === undefined
          ? []
          : [
              element(
                'div',
                'fields',
                ...block.fields.map((field) => element('p', '', drawText(field, names))),
              ),
            ]),
      );
    case 'context':
      return element('div', 'context', ...block.elements.map((one) => drawContext(one, names)));
    case 'rich_text':
      return element('div', 'rich', ...block.elements.map((part) => drawPart(part, names)));
    case 'actions':
      return element('div', 'actions', ...block.elements.map(drawControl));
    case 'table':
      return drawTable(block);
    case 'divider':
      return '<hr>';
    case 'container':
      return element('div', 'container', `▸ ${escapeHtml(block.title?.text ?? '')}`);
    default:
      throw new Error(`no drawing of a Slack block of the type ${block.type}`);
  }
}

function drawContext(one: types.ContextBlock['elements'][number], names: Names): string {
  if (one.type === 'image') throw new Error('no drawing of an image in a context block');
  return element('p', '', drawText(one, names));
}

const drawText = ({ type, text }: types.TextObject, names: Names): string =>
  type === 'plain_text' ? escapeHtml(text) : drawMrkdwn(text, names);

/** Code, then what stands in angle brackets, then bold; Slack has escaped the rest as HTML does. */
const MRKDWN = /`([^`\n]+)`|<([^<>|\n]+)(?:\|([^<>\n]*))?>|\*([^*\n]+)\*|\n/g;

const drawMrkdwn = (text: string, names: Names): string =>
  text.replace(MRKDWN, (_, code?: string, target?: string, label?: string, bold?: string) => {
    if (code !== undefined) return element('code', '', code);
    if (bold !== undefined) return element('b', '', drawMrkdwn(bold, names));
    if (target === undefined) return '<br>';
    if (target.startsWith('@')) return drawPerson(target.slice(1), names);
    if (target.startsWith('!date^')) {
      const [, seconds, format = ''] = target.split('^');
      return drawDate(Number(seconds), format);
    }
    return target.startsWith('!') ? (label ?? target) : element('a', '', label ?? target);
  });

/** As Slack shows a moment of this day, and one of another, to somebody in London. */
function drawDate(seconds: number, format: string): string {
  const moment = new Date(seconds * 1000);
  const time = moment.toLocaleTimeString('en-US', { timeStyle: 'short', timeZone: 'UTC' });
  const isToday = moment.toISOString().slice(0, 10) === new Date(NOW).toISOString().slice(0, 10);
  const day = isToday
    ? 'Today'
    : moment.toLocaleDateString('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
  return escapeHtml(format.replace('{time}', time).replace(/\{date\w*\}/, day));
}

const drawPerson = (id: string, names: Names): string =>
  element('span', 'mention', `@${escapeHtml(names[id] ?? id)}`);

function drawRun(run: types.RichTextElement, names: Names): string {
  switch (run.type) {
    case 'text': {
      const text = escapeHtml(run.text).replaceAll('\n', '<br>');
      const styled = run.style?.code ? element('code', '', text) : text;
      return run.style?.bold ? element('b', '', styled) : styled;
    }
    case 'link':
      return element('a', '', escapeHtml(run.text ?? run.url));
    case 'user':
      return drawPerson(run.user_id, names);
    case 'usergroup':
      return drawPerson(run.usergroup_id, names);
    case 'date':
      return drawDate(run.timestamp, run.format);
    default:
      throw new Error(`no drawing of a rich text element of the type ${run.type}`);
  }
}

function drawPart(part: RichPart, names: Names): string {
  if (part.type === 'rich_text_list') {
    const items = part.elements.map((item) => element('li', '', drawRuns(item.elements, names)));
    return element(part.style === 'ordered' ? 'ol' : 'ul', '', ...items);
  }
  const runs = drawRuns(part.elements, names);
  if (part.type === 'rich_text_preformatted') return element('pre', '', runs);
  return element(part.type === 'rich_text_quote' ? 'blockquote' : 'p', '', runs);
}

const drawRuns = (runs: readonly types.RichTextElement[], names: Names): string =>
  runs.map((run) => drawRun(run, names)).join('');

function drawControl(control: Control): string {
  switch (control.type) {
    case 'button':
      return element('button', control.style ?? '', escapeHtml(control.text.text));
    case 'overflow':
      return element('button', 'overflow', '•••');
    case 'static_select':
    case 'users_select':
      return element('button', 'select', escapeHtml(control.placeholder?.text ?? ''));
    default:
      throw new Error(`no drawing of a Slack control of the type ${control.type}`);
  }
}

function drawTable({ rows, column_settings: columns = [] }: types.TableBlock): string {
  const styleOf = (at: number): string => (columns[at]?.is_wrapped ? '' : 'whole');
  const drawn = rows.map((row, index) =>
    element(
      'tr',
      '',
      ...row.map((cell, at) => element(index === 0 ? 'th' : 'td', styleOf(at), drawCell(cell))),
    ),
  );
  return element('table', '', ...drawn);
}

function drawCell(cell: types.TableBlock['rows'][number][number]): string {
  if (cell.type === 'raw_text') return escapeHtml(cell.text);
  if (cell.type === 'rich_text') return cell.elements.map((part) => drawPart(part, {})).join('');
  throw new Error(`no drawing of a cell of the type ${cell.type}`);
}
