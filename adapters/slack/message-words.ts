/** What a message says and carries: its own words, those that a bot put into blocks and attachments, and what it hands on. */
import { wordsOfBlocks } from './blocks.ts';
import type { SlackFile } from './file.ts';
import { type Attached, Shown, type SlackMessage } from './incoming.ts';
import { plainText } from './plain-text.ts';

/** Whose bot it is: our own words are no bounce, wherever they are shown again. */
export type Self = { readonly botUserId: string; readonly botId: string };

type Carrying = Pick<SlackMessage, 'bot_id' | 'text' | 'files' | 'attachments' | 'blocks'>;

/** Messages handed on in messages handed on. */
const DEEPEST = 3;

/** @returns a message's words as who looks at it reads them, those of its attachments below */
export function wordsOf(message: Carrying, self: Self, asked: boolean, depth = 0): string {
  return [
    ownWords(message, self),
    ...handedOn(message, self, asked).map((one) => attachedWords(one, self, depth)),
  ]
    .filter((words) => words !== '')
    .join('\n');
}

/** @returns the files of a message, and those of what it hands on */
export function filesOf(message: Carrying, self: Self, asked: boolean, depth = 0): readonly SlackFile[] {
  const more = handedOn(message, self, asked).flatMap((one) => [
    ...(one.files ?? []),
    ...within(one, depth).flatMap((inner) => filesOf(inner, self, true, depth + 1)),
  ]);
  const known = new Set<unknown>();
  // The same file stands in the attachment and in the message that it shows.
  return [...(message.files ?? []), ...more].filter(
    ({ id }) => !id || (!known.has(id) && known.add(id).size > 0),
  );
}

/** Of people's words Slack makes blocks that say the same; only a table stands there alone. A bot's blocks are all that is seen. */
function ownWords({ text, blocks, bot_id }: Carrying, { botUserId }: Self): string {
  const typed = plainText(text ?? '', botUserId);
  const all = blocks ?? [];
  if (bot_id || typed.trim() === '') return wordsOfBlocks(all, botUserId) || typed;
  const tables = all.filter((block) => typeOf(block) === 'table');
  return [typed, wordsOfBlocks(tables, botUserId)].filter((words) => words !== '').join('\n');
}

const typeOf = (block: unknown): unknown =>
  typeof block === 'object' && block !== null && 'type' in block ? block.type : null;

/**
 * What a link shows of a page or a message elsewhere nobody pasted, unless they ask about it. A message that is
 * handed on has an address as well, which doesn't stand in the text.
 */
const handedOn = ({ attachments, text }: Carrying, self: Self, asked: boolean): readonly Attached[] =>
  (attachments ?? []).filter(({ from_url: url, is_share, is_msg_unfurl, bot_id }) => {
    if (bot_id === self.botId) return false;
    if (!url || is_share === true) return true;
    return is_msg_unfurl === true && (asked || !linksTo(text ?? '', url));
  });

/** Slack's own links have parameters behind them that those which people copy don't have, and the other way round. */
const linksTo = (text: string, url: string): boolean => text.includes(url.split('?', 1)[0] ?? url);

/** The messages that an attachment shows. */
const within = ({ message_blocks }: Attached, depth: number): readonly Carrying[] =>
  depth >= DEEPEST ? [] : (message_blocks ?? []).flatMap((one) => Shown.safeParse(one).data?.message ?? []);

function attachedWords(attached: Attached, self: Self, depth: number): string {
  const { pretext, title, text, fields, blocks, fallback } = attached;
  const shown = within(attached, depth).map((inner) =>
    wordsOf({ ...inner, bot_id: inner.bot_id ?? 'another' }, self, true, depth + 1),
  );
  const inBlocks = [...shown, wordsOfBlocks(blocks ?? [], self.botUserId)].filter((words) => words !== '');
  if (inBlocks.length > 0) return inBlocks.join('\n');
  const plain = (part: string | null | undefined): string => plainText(part ?? '', self.botUserId);
  const words = [
    ...[pretext, title, text].map(plain),
    ...(fields ?? []).map(({ title: name, value }) => pair(plain(name), plain(value))),
  ].filter((part) => part !== '');
  return words.length > 0 ? words.join('\n') : plain(fallback);
}

const pair = (name: string, value: string): string =>
  name === '' || value === '' ? name || value : `${name.trimEnd().replace(/:$/, '')}: ${value}`;
