/** A message as a person sees it in Slack: what mrkdwn shows, which mentions are live. */
import type { Block, RichElement } from './check-blocks.ts';

const MENTION = /<(@[UW][A-Z0-9]+(?:\|[^>]*)?|!(?:here|channel|everyone)(?:\|[^>]*)?|!subteam\^[^>]*)>/g;

const shownToken = (token: string): string => {
  const label = token.includes('|') ? token.slice(token.indexOf('|') + 1) : null;
  if (token.startsWith('!date^')) return label ?? '';
  if (token.startsWith('@') || token.startsWith('#')) return label ?? token;
  if (token.startsWith('!')) return label ?? `@${token.slice(1)}`;
  return label ?? token.replace(/^mailto:/, '');
};

/** @returns what a reader sees of mrkdwn; bold and code marks stay, they show no words */
const shownMrkdwn = (text: string): string =>
  text
    .replace(/<([^<>\n]+)>/g, (_, token: string) => shownToken(token))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const shownElement = (element: RichElement): string => {
  switch (element.type) {
    case 'text':
      return element.text;
    case 'link':
      return element.text ?? element.url;
    case 'user':
      return `@${element.user_id}`;
    case 'usergroup':
      return `@${element.usergroup_id}`;
    case 'date':
      return element.fallback ?? element.format;
  }
};

type RichPart = Extract<Block, { type: 'rich_text' }>['elements'][number];

const shownPart = (part: RichPart): string =>
  part.type === 'rich_text_list'
    ? part.elements
        .map(({ elements }, index) => {
          const mark = part.style === 'ordered' ? `${index + 1}.` : '•';
          return `${mark} ${elements.map(shownElement).join('')}`;
        })
        .join('\n')
    : part.elements.map(shownElement).join('');

const shownText = (text: { type: string; text: string }): string =>
  text.type === 'mrkdwn' ? shownMrkdwn(text.text) : text.text;

const shownBlock = (block: Block): string => {
  switch (block.type) {
    case 'header':
      return block.text.text;
    case 'section':
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])].map(shownText).join('\n');
    case 'context':
      return block.elements.map(shownText).join(' ');
    case 'rich_text':
      return block.elements.map(shownPart).join('\n');
    case 'data_visualization':
      return `[${block.title}] ${block.chart.series[0]?.data.map(({ label, value }) => `${label}: ${value}`).join(', ')}`;
    case 'table':
      return block.rows.map((row) => `| ${row.map(({ text }) => text).join(' | ')} |`).join('\n');
    case 'actions':
    case 'divider':
      return '';
  }
};

/** @returns all that can be read, the labels of buttons not included */
export const visibleText = (message: { text: string; blocks: readonly Block[] }): string =>
  message.blocks.length === 0
    ? shownMrkdwn(message.text)
    : message.blocks
        .map(shownBlock)
        .filter((text) => text !== '')
        .join('\n');

const mrkdwnTexts = (block: Block): string[] => {
  if (block.type === 'section') {
    return [...(block.text ? [block.text] : []), ...(block.fields ?? [])]
      .filter(({ type }) => type === 'mrkdwn')
      .map(({ text }) => text);
  }
  return block.type === 'context'
    ? block.elements.filter(({ type }) => type === 'mrkdwn').map(({ text }) => text)
    : [];
};

const richMentions = (block: Block): string[] =>
  block.type !== 'rich_text'
    ? []
    : block.elements
        .flatMap((part) =>
          part.type === 'rich_text_list' ? part.elements.flatMap(({ elements }) => elements) : part.elements,
        )
        .flatMap((element) => {
          if (element.type === 'user') return [`@${element.user_id}`];
          return element.type === 'usergroup' ? [`!subteam^${element.usergroup_id}`] : [];
        });

/** @returns every mention that would reach somebody, in the blocks and in the text for notifications */
export const liveMentions = (message: { text: string; blocks: readonly Block[] }): string[] => {
  const inText = [message.text, ...message.blocks.flatMap(mrkdwnTexts)].flatMap((text) =>
    [...text.matchAll(MENTION)].map(([, token]) => token ?? ''),
  );
  return [...inText, ...message.blocks.flatMap(richMentions)];
};
