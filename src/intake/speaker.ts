/** Whose words a text is: another server's, or what our own machine says of itself. */
import type { Bounce } from './bounce.ts';
import { type Marks, PHRASE } from './marks.ts';
import type { ServerWords } from './words.ts';

/**
 * Faults of the machine that sends, as its own programs word them: Postfix (bounce(8), pipe(8), trivial-rewrite(8)),
 * qmail (qmail-rspawn.c, qmail-lspawn.c), Exim, Sendmail, and filters that refuse before anything was sent.
 */
const OWN_FAULT =
  /\b(?:unknown mail transport error|mail transport unavailable|mail system configuration error|unable to run qmail-remote|Unable_to_run_qmail-remote|qmail-(?:rspawn|lspawn) was (?:un|in)able|user lookup error|alias database unavailable|queue file write error|local configuration error|command (?:died with status|time limit exceeded)|loops back to myself|configuration error in|failed to expand|exceeded the max (?:defers and failures|emails) per hour|system resources temporarily unavailable|cannot exec|milter(?:-reject|: )|error in (?:system )?filter|lost connection with private\/|connect to private\/|transport [\w-]{1,40} (?:process )?(?:returned|failed)|appendfile|no transport provided)/i;

/**
 * @param told what the format knows beside the words
 * @param marks those of its text
 * @returns null where nothing tells who spoke: no reply, no host, no fault that only our own side has
 */
export function speakerOf(
  words: ServerWords,
  told: { readonly remoteHost?: string | null; readonly text: string },
  marks: Marks,
): Bounce['speaker'] {
  if (words.replyCode !== null && !words.replyCode.startsWith('2')) return 'theirs';
  const mayBeOurs = words.remoteHost === null && (words.marks.phrases & PHRASE.ownFault) !== 0;
  if (mayBeOurs && OWN_FAULT.test(words.diagnosticCode ?? '')) return 'ours';
  if ((marks.phrases & PHRASE.said) === 0) return null;
  return /\b(?:said|responded|returned)\b/.test(told.text.slice(0, 600)) ? 'theirs' : null;
}
