/** The one sign before a title, the same on every platform. */
import type { Look } from './card.ts';
import type { NoteReply } from './reply.ts';

/** `many`: several bounces in one answer. The badge says the same in words, for who can't see or tell them apart. */
export const ICONS: Readonly<Record<Look | 'many', string>> = {
  hard: '⛔',
  soft: '⏳',
  throttle: '🐢',
  policy: '🛡️',
  authentication: '🔑',
  content: '✉️',
  configuration: '🔧',
  info: 'ℹ️',
  unsure: '❓',
  incident: '🚨',
  many: '📋',
  known: '🔁',
  settled: '✅',
};

/** The one sign of a note, in its title. */
export const TONE_ICONS: Readonly<Record<NoteReply['tone'], string>> = {
  help: '👋',
  refusal: '🤔',
  summary: '📋',
  repeat: '🔁',
  list: '🗂️',
};
