/** Events of sending platforms, as JSON: pretty or on one line, single, in arrays, or one a line. */
import type { Found, Passage } from '../../found.ts';
import { gateOf, type Reader } from '../reader.ts';
import { brevo } from './brevo.ts';
import { kumomta } from './kumomta.ts';
import { mailgun } from './mailgun.ts';
import { mandrill } from './mandrill.ts';
import { postmark } from './postmark.ts';
import { resend } from './resend.ts';
import { sendgrid } from './sendgrid.ts';
import { ses } from './ses.ts';
import { sparkpost } from './sparkpost.ts';
import type { Webhook } from './webhook.ts';

/** The order matters only where two platforms use the same keys: Brevo's and SendGrid's are nearly the same. */
const webhooks: readonly Webhook[] = [
  ses,
  mailgun,
  sparkpost,
  mandrill,
  postmark,
  resend,
  kumomta,
  brevo,
  sendgrid,
];

/** Longest single JSON value that is read, in characters. */
const LONGEST = 4 * 1024 * 1024;
/** Events deeper than this inside arrays and wrappers are not looked for. */
const MAX_DEPTH = 4;

export const webhookJson: Reader = {
  name: 'webhook JSON',
  gate: { ...gateOf(webhooks), pattern: /\{/ },
  proofs: [],
  examples: [],
  parts: webhooks,
  read(text) {
    const passages: Passage[] = [];
    for (const { start, end } of jsonIn(text)) {
      const json = text.slice(start, end);
      // Mails and chat clients break long lines, also inside strings.
      const value = parsed(json) ?? parsed(json.replace(/\n ?/g, ''));
      const found = value === undefined ? null : eventsIn(value, 0);
      if (found !== null) passages.push({ start, end, found });
    }
    return passages;
  },
};

/** @returns what the platforms' events in a JSON value say; null where it holds no event of theirs */
function eventsIn(value: unknown, depth: number): readonly Found[] | null {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) return together(value.map((item) => eventsIn(item, depth + 1)));
  const event = value as Readonly<Record<string, unknown>>;
  for (const webhook of webhooks) {
    const found = webhook.recognises(event) ? webhook.read(event) : null;
    if (found !== null) return found;
  }
  return together(
    Object.values(event)
      .slice(0, 30)
      .map((item) => eventsIn(item, depth + 1)),
  );
}

function together(parts: readonly (readonly Found[] | null)[]): readonly Found[] | null {
  const some = parts.filter((part) => part !== null);
  return some.length === 0 ? null : some.flat();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Where JSON objects and arrays stand in a text. Each character is looked at once: what doesn't close is given up.
 */
function* jsonIn(text: string): Generator<{ start: number; end: number }> {
  let at = 0;
  while (at < text.length) {
    const start = nextOpening(text, at);
    if (start < 0) return;
    const end = closingOf(text, start);
    if (end < 0) return;
    if (end - start > 20) yield { start, end };
    at = end;
  }
}

/** An opening bracket that begins JSON: `{"`, `[{`, with white space between. */
function nextOpening(text: string, from: number): number {
  const opening = /\{\s{0,99}"|\[\s{0,99}\{/g;
  opening.lastIndex = from;
  return opening.exec(text)?.index ?? -1;
}

function closingOf(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  const last = Math.min(text.length, start + LONGEST);
  for (let at = start; at < last; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}
