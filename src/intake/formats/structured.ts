/** Structured text: events of sending platforms and programs, exports, log lines of keys and values. */
import { marksOf, SIGN } from '../marks.ts';
import {
  mayBeStructured,
  mayHaveLines,
  readBrackets,
  readLines,
  type Structured,
} from '../structure/index.ts';
import type { Reader } from './reader.ts';
import { platforms } from './webhooks/index.ts';

const NONE: readonly never[] = [];
const STRUCTURE = SIGN.brace | SIGN.bracket | SIGN.parenthesis;

/** What is in brackets or in a table with a header. Its marks are those of events that have no code. */
export const structured: Reader = {
  name: 'structured text',
  gate: {
    marks: [
      'bounce',
      'complain',
      'undeliver',
      'suppress',
      'deferred',
      'dropped',
      'hardfail',
      '"failed"',
      '%22failed%22',
      '##fail',
    ],
    signs: STRUCTURE | SIGN.newline,
  },
  proofs: [],
  examples: [
    {
      text: '{"level":"error","msg":"mail failed","from":"news@example.org","to":"ann@example.com","err":{"message":"550 5.1.1 User unknown"}}',
      finds: [
        { recipient: 'ann@example.com', sender: 'news@example.org', replyCode: '550', enhancedCode: '5.1.1' },
      ],
    },
    {
      text: "{'ann@example.com': (550, b'5.1.1 User unknown')}",
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
    {
      text: 'from;to;status;error\nnews@example.org;ann@example.com;bounced;550 5.1.1 User unknown',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
    {
      text: 'origin_timestamp_utc,sender_address,recipient_status,message_subject\n2026-02-10T09:00:00Z,news@example.org,ann@example.com##Receive;ann@example.com##Fail,Hello',
      finds: [{ recipient: 'ann@example.com', sender: 'news@example.org', action: 'failed' }],
    },
    {
      text: '{"event":"opened","recipient":"ann@example.com","os":{"name":"unknown"}}',
      finds: [],
      noticed: false,
    },
  ],
  parts: platforms,
  read: (text) => (mayBeStructured(marksOf(text)) ? inBrackets(text).passages : NONE),
};

/** Lines of `key=value`, and fields one a line: behind the logs that have a reader of their own. */
export const fields: Reader = {
  name: 'fields',
  gate: { signs: SIGN.at | SIGN.ampersand },
  proofs: [],
  examples: [
    {
      text: 'level=error from=news@example.org to=ann@example.com err="550 5.1.1 User unknown"',
      finds: [
        { recipient: 'ann@example.com', sender: 'news@example.org', replyCode: '550', enhancedCode: '5.1.1' },
      ],
    },
    {
      text: 'to=ann%40example.com&from=news%40example.org&status=Bounced&category=NoMailbox&msgid=m1',
      finds: [{ recipient: 'ann@example.com', sender: 'news@example.org', diagnosticCode: 'User unknown' }],
    },
    {
      text: 'Sender: news@example.org\nRecipient: ann@example.com\nReason: 550 5.1.1 User unknown',
      finds: [
        { recipient: 'ann@example.com', sender: 'news@example.org', replyCode: '550', enhancedCode: '5.1.1' },
      ],
    },
  ],
  read: (text) => (mayHaveLines(marksOf(text)) ? inLines(text).passages : NONE),
};

/**
 * Log shippers and APIs wrap texts up: `{"log":"… to=\\u003cann@example.com\\u003e …\\n"}`.
 * @returns the text with what they wrapped up in their place; the same text where there is nothing of the kind
 */
export function unwrapped(text: string): string {
  if (!mayBeStructured(marksOf(text))) return text;
  const { wrapped } = inBrackets(text);
  return replaced(text, wrapped);
}

/** What the structures of a text prove, and the rest of it, which is to be judged by its words. */
export type Proof = {
  readonly isSure: boolean;
  readonly rest: string;
  /** Whether lines of keys and values in the rest prove a failure; null: they weren't read yet. */
  readonly isSureByLines: boolean | null;
};

/** @param text as `unwrapped` left it */
export function structuredProof(text: string): Proof {
  if (!mayBeStructured(marksOf(text))) return proofOf(false, text);
  const { isSure, words } = inBrackets(text);
  return proofOf(isSure, replaced(text, words));
}

const proofOf = (isSure: boolean, rest: string): Proof => ({
  isSure,
  rest,
  isSureByLines: lastLines?.text === rest ? lastLines.read.isSure : null,
});

/** @returns whether lines of keys and values prove a failure */
export const proveLines = (text: string): boolean => mayHaveLines(marksOf(text)) && inLines(text).isSure;

/** @returns who unsubscribed, for who asks what an event is */
export const unsubscribedIn = (text: string): readonly string[] =>
  mayBeStructured(marksOf(text)) ? inBrackets(text).unsubscribed : NONE;

let lastBrackets: { readonly text: string; readonly read: Structured } | null = null;
let lastLines: { readonly text: string; readonly read: Structured } | null = null;

/** Several ask for the same text, one right after the other. */
function inBrackets(text: string): Structured {
  if (lastBrackets?.text !== text) lastBrackets = { text, read: readBrackets(text, platforms) };
  return lastBrackets.read;
}

function inLines(text: string): Structured {
  if (lastLines?.text !== text) lastLines = { text, read: readLines(text, platforms) };
  return lastLines.read;
}

function replaced(
  text: string,
  parts: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): string {
  if (parts.length === 0) return text;
  let whole = '';
  let at = 0;
  for (const part of parts.toSorted((a, b) => a.start - b.start)) {
    if (part.start < at) continue;
    const before = text.slice(at, part.start);
    whole +=
      part.text === ''
        ? `${before}\n`
        : `${before.trimEnd()}${before.trim() === '' ? '' : '\n'}${part.text}\n`;
    at = part.end;
  }
  return whole + text.slice(at);
}
