/** What somebody bade in words is done by a command: which one, written out. */
import type { Bidden } from '../talk/index.ts';
import { lineOf } from './line.ts';
import type { Reader } from './notes.ts';
import type { NoteReply } from './reply.ts';

/** What is typed, and behind it what comes of it. {about|} is the address or the domain. */
const CHAT: Readonly<Record<Bidden['verb'], string>> = {
  suppress:
    '`/bounces suppress {about|ADDRESS}` puts it on the suppression list. Where its last bounce says to keep it, I ask first.',
  unsuppress:
    '`/bounces unsuppress {about|ADDRESS} REMARK` takes it off the list: write why in place of REMARK.',
  suppressed:
    '`/bounces suppressed {about|ADDRESS}` tells whether it is on the list, since when, by whom and why.',
  check: '`/bounces check {about|DOMAIN}` looks into its DNS, and says what to change.',
  open: '`/bounces open` lists the cases that are open, and who has each.',
  mine: '`/bounces mine` lists the cases that are yours.',
  escalated: '`/bounces escalated` lists the cases that were escalated.',
  snoozed: '`/bounces snoozed` lists the cases that sleep, and until when.',
  stats: '`/bounces stats` tells what bounced in the last seven days.',
};

/** The lists of cases are the chats’. */
const TERMINAL: Readonly<Partial<Record<Bidden['verb'], string>>> = {
  suppress: '`bounce-triage suppressions add {about|ADDRESS}` puts it on the suppression list.',
  unsuppress:
    '`bounce-triage suppressions remove {about|ADDRESS}` takes it off the list, and wants to know why.',
  suppressed:
    '`bounce-triage suppressions show {about|ADDRESS}` tells whether it is on the list, since when, by whom and why.',
  check: '`bounce-triage check {about|DOMAIN}` looks into its DNS, and says what to change.',
};

/** @returns the command that does it; null where the reader has none */
export function biddenReply(
  { verb, about }: Pick<Bidden, 'verb' | 'about'>,
  reader: Reader = 'chat',
): NoteReply | null {
  const line = (reader === 'chat' ? CHAT : TERMINAL)[verb];
  if (line === undefined) return null;
  return {
    kind: 'note',
    tone: 'help',
    title: 'There is a command for that',
    body: [
      lineOf(line, { about }),
      lineOf(reader === 'chat' ? 'All commands: `/bounces help`.' : 'All commands: `bounce-triage help`.'),
    ],
    examples: [],
  };
}
