/** What whoever pressed is told where it could not be told at once: the process died meanwhile, or the store was away. */
import { type Reply, textOf } from '../replies/index.ts';
import type { Submitted } from './forms/form-contract.ts';
import type { Outcome } from './outcome.ts';

const late = (words: string): string =>
  `I could not tell you at once what came of what you pressed or sent. ${words}`;

export const outcomeWords = ({ notice }: Outcome): string => late(notice ?? 'It is done.');

export const submittedWords = (submitted: Submitted): string =>
  submitted.kind === 'done'
    ? outcomeWords(submitted.outcome)
    : late(`${Object.values(submitted.errors).join(' ')} Nothing was changed. Please open the form again.`);

/** @returns a command's answer in one paragraph */
export function replyWords(reply: Reply): string {
  const body = reply.kind === 'note' ? reply.body.map(textOf) : [];
  return late([`${reply.title}.`, ...body].join(' '));
}

/** @param why the store could not do it, in plain words */
export const laterWords = (why: string): string =>
  `It can’t be done right now: ${why}. It is saved, and I do it as soon as I can, so there is no need to press again; I tell you then.`;

export const DONE_BEFORE = 'That is carried out already.';
