/** All that tells an address's role by what stands beside it, in their order: the first rule that fits decides. */
import { contact } from './contact/rules.ts';
import { example } from './example.ts';
import { gotTheReport } from './got-the-report.ts';
import { id } from './id.ts';
import { recipient } from './recipient/rules.ts';
import type { Rule } from './role.ts';
import { sender } from './sender/rules.ts';
import { unclear } from './unclear.ts';
import { worker } from './worker/rules.ts';

export const RULES: readonly Rule[] = [
  id.callout,
  id.before,
  gotTheReport.card,
  gotTheReport.me,
  recipient.originalField,
  recipient.field,
  example.before,
  sender.before,
  sender.behind,
  sender.beforeArrow,
  recipient.beforeArrow,
  sender.authenticated,
  worker.moved,
  recipient.fromTo,
  recipient.relayedTo,
  sender.refusedCommand,
  sender.refused,
  sender.refusedBehind,
  recipient.failedToSend,
  recipient.cameBack,
  contact.before,
  contact.asked,
  gotTheReport.before,
  worker.before,
  worker.reports,
  worker.signs,
  worker.speaks,
  worker.chats,
  worker.spoke,
  recipient.cameBackWith,
  recipient.ofList,
  recipient.behindCode,
  recipient.bracketsAtFront,
  recipient.hostBehind,
  recipient.threeDots,
  recipient.replyBehind,
  worker.login,
  recipient.labelledInBrackets,
  recipient.quotedFor,
  recipient.codeFor,
  recipient.failedFor,
  recipient.before,
  recipient.microsoft,
  unclear.inRow,
  contact.behind,
  worker.label,
  recipient.behind,
];
