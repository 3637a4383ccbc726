/** RFC 3464 delivery reports: the machine part, from a mail or pasted as text, between other text or alone. */
import type { Bounce } from '../bounce.ts';
import { type Found, MOST, type Passage } from '../found.ts';
import { fieldAddress, originalFirst, type Recipients } from '../original.ts';
import type { Reader } from './reader.ts';

type Fields = Map<string, string>;

/** Fields that a recipient's group has (RFC 3464 §2.3) … */
const RECIPIENT_FIELD =
  /^(?:original-recipient|final-recipient|x-actual-recipient|action|status|remote-mta|diagnostic-code|last-attempt-date|final-log-id|will-retry-until|x-[\w-]{2,40})$/;
/** … and those of the whole message (§2.2). */
const MESSAGE_FIELD =
  /^(?:original-envelope-id|reporting-mta|dsn-gateway|received-from-mta|arrival-date|x-[\w-]{2,40})$/;
const FIELD = /^[ \t>]{0,8}([A-Za-z][A-Za-z-]{2,40})[ \t]{0,3}:[ \t]*(.*)$/;

/** Longest field value that is kept, in characters. */
const LONGEST = 8000;

export const report: Reader = {
  name: 'delivery report',
  gate: {
    marks: ['final-recipient', 'original-recipient', 'diagnostic-code'],
    pattern: /(?:final|original)-recipient\s?:|diagnostic-code\s?:/i,
  },
  proofs: [
    {
      marks: ['final-recipient', 'original-recipient'],
      // At the front of a line, or with other fields of the report where the lines were lost.
      pattern:
        /^[^\p{L}\n]{0,16}(?:final|original)-recipient\s?:\s?rfc822\s?;|\b(?:action\s?:\s?(?:fail|delay|relay|expand|deliver)|status\s?:\s?[245]\.|(?:diagnostic-code|(?:remote|reporting)-mta)\s?:\s?\S)[\s\S]{0,2000}\b(?:final|original)-recipient\s?:\s?rfc822\s?;|\b(?:final|original)-recipient\s?:\s?rfc822\s?;[\s\S]{0,2000}\b(?:action\s?:\s?(?:fail|delay|relay|expand|deliver)|status\s?:\s?[245]\.|(?:diagnostic-code|(?:remote|reporting)-mta)\s?:\s?\S)/imu,
    },
    { marks: ['diagnostic-code'], pattern: /\bdiagnostic-code\s?:\s?\S/i },
  ],
  examples: [
    {
      text: 'Final-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', action: 'failed' }],
    },
  ],
  read: (text) => readReport(text),
};

/**
 * @param text lines of `Field: value`, groups set apart by blank lines; other lines end a group
 * @returns one finding per recipient group
 */
export function readReport(text: string): readonly Passage[] {
  const passages: Passage[] = [];
  let message: Fields = new Map();
  let group: Fields = new Map();
  let start = 0;
  let last: string | null = null;
  let end = 0;

  const close = (): void => {
    if (isRecipient(group)) {
      const found = findingOf(message, group);
      if (found) passages.push({ start, end, found: [found] });
    } else if (group.has('reporting-mta') || group.has('arrival-date')) {
      message = group;
    }
    group = new Map();
    last = null;
  };

  for (let at = 0; at < text.length && passages.length <= MOST; ) {
    const stop = text.indexOf('\n', at);
    const lineEnd = stop < 0 ? text.length : stop;
    const line = text.slice(at, Math.min(lineEnd, at + LONGEST)).replace(/\r$/, '');
    const next = lineEnd + 1;
    const field = FIELD.exec(line);
    const name = field?.[1]?.toLowerCase() ?? '';
    const isFolded = last !== null && /^[ \t]/.test(line) && line.trim() !== '' && !(field && isKnown(name));
    if (isFolded && last !== null) {
      const value = group.get(last) ?? '';
      if (value.length < LONGEST) group.set(last, `${value}\n${line.trim()}`);
      end = lineEnd;
    } else if (field && isKnown(name)) {
      if (startsAnew(group, name)) close();
      if (group.size === 0) start = at;
      if (!group.has(name)) group.set(name, (field[2] ?? '').trim());
      last = name;
      end = lineEnd;
    } else if (line.trim() === '') {
      // A blank line ends a group, unless the group is still without what makes it one.
      if (isRecipient(group) && (group.has('status') || group.has('diagnostic-code'))) close();
      else if (group.size > 0 && !isRecipient(group)) close();
      else last = null;
    } else if (last === 'diagnostic-code' && group.size > 0 && !line.startsWith('--')) {
      // Some servers break the diagnostic text without indenting what follows.
      const value = group.get(last) ?? '';
      if (value.length < LONGEST && !/^\S{2,40}:\s/.test(line)) {
        group.set(last, `${value}\n${line.trim()}`);
        end = lineEnd;
      } else close();
    } else if (group.size > 0) {
      close();
    }
    at = next;
  }
  close();
  return passages;
}

const isKnown = (name: string): boolean => RECIPIENT_FIELD.test(name) || MESSAGE_FIELD.test(name);

const isRecipient = (group: Fields): boolean =>
  group.has('final-recipient') ||
  group.has('original-recipient') ||
  group.has('x-actual-recipient') ||
  (group.has('diagnostic-code') && (group.has('status') || group.has('action')));

/** Groups that no blank line sets apart still begin with the recipient. */
function startsAnew(group: Fields, name: string): boolean {
  if (name === 'final-recipient') return group.has(name);
  if (name === 'original-recipient') return group.has(name);
  return name === 'reporting-mta' && group.size > 0 && isRecipient(group);
}

function findingOf(message: Fields, group: Fields): Found | null {
  const diagnostic = group.get('diagnostic-code') ?? '';
  const action = actionOf(group.get('action') ?? '');
  const status = group.get('status') ?? null;
  if (diagnostic === '' && status === null && action === null) return null;
  const text = withoutWrapper(diagnostic);
  const comment = status === null ? '' : (/\(([^()]{3,300})\)/.exec(unfold(status))?.[1] ?? '');
  return {
    kind: action === 'delivered' || action === 'relayed' || action === 'expanded' ? 'delivered' : 'bounce',
    ...recipientsOf(group),
    text: text === '' && comment !== '' ? comment : text,
    status,
    action,
    remoteHost: withoutType(group.get('remote-mta') ?? '') || null,
    ...queueOf(message, group),
    time: group.get('last-attempt-date') ?? null,
    timeFrom: 'report',
    arrival: message.get('arrival-date') ?? null,
    ...(isOwnWords(diagnostic) ? { speaker: 'ours' as const } : {}),
  };
}

/** What the reporting server calls the message: Postfix in a field of its own, others per recipient (RFC 3464 §2.3.7). */
function queueOf(
  message: Fields,
  group: Fields,
): Pick<Found, 'queueId' | 'queueHost' | 'platformId' | 'sender'> {
  const own = message.get('x-postfix-queue-id') ?? group.get('final-log-id') ?? '';
  const queueId = /^[\w.-]{4,64}$/.exec(own.trim())?.[0] ?? null;
  const envelope = /^\s*([\w.+=@-]{8,200})\s*$/.exec(message.get('original-envelope-id') ?? '')?.[1] ?? null;
  return {
    queueId,
    queueHost: queueId === null ? null : withoutType(message.get('reporting-mta') ?? '') || null,
    platformId: envelope,
    sender: fieldAddress(unfold(message.get('x-postfix-sender') ?? '')),
  };
}

/** A type of the reporting server's own (`X-Postfix`, RFC 3464 §2.3.6) with no other server's reply in it. */
const isOwnWords = (diagnostic: string): boolean =>
  /^x-(?!smtp)[\w-]{1,40}\s?;/i.test(diagnostic) && !/\bsaid:|(?<!\d)[45]\d\d[ -]/.test(diagnostic);

function recipientsOf(group: Fields): Recipients {
  const address = (field: string): string | null => fieldAddress(unfold(group.get(field) ?? ''));
  const final = address('final-recipient');
  const original = address('original-recipient');
  // Sendmail names in Final-Recipient whom it was given, and here what an alias made of that.
  const actual = address('x-actual-recipient');
  return original === null ? originalFirst(final, actual) : originalFirst(original, final ?? actual);
}

/** `smtp; 550 …` → `550 …`; a folded line that was glued without a space keeps its break. */
const withoutWrapper = (diagnostic: string): string =>
  diagnostic.replace(/^(?:smtp|dns|x-[\w-]{1,40}|unknown)\s?;\s*/i, '').trim();

const unfold = (value: string): string => value.replace(/\s*\n\s*/g, ' ');

/** `rfc822; a@example.com` → `a@example.com`, `dns; mx.example.com (192.0.2.20)` → `mx.example.com`. */
function withoutType(value: string): string {
  const plain = unfold(value)
    .replace(/^\s*[\w-]{2,20}\s?;\s*/, '')
    .trim();
  return plain.includes('@') ? plain : (plain.split(/[\s(]/)[0] ?? '').replace(/^\[|\]$/g, '');
}

function actionOf(value: string): Bounce['action'] {
  const word = /^(?:fail(?:ed|ure)?|delayed|delivered|relayed|expanded)/i
    .exec(value.trim())?.[0]
    .toLowerCase();
  if (word === undefined) return null;
  return word.startsWith('fail') ? 'failed' : (word as Exclude<Bounce['action'], null>);
}
