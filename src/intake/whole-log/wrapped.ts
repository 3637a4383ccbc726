/**
 * Lines of a log that a shipper wrote down as JSON, an object a line: Docker's json-file, journald's export, Loki's,
 * Fluent Bit's, Vector's, rsyslog's and Elastic's. What they keep apart is put together again as syslog writes it.
 */
import { stampOf } from '../time/stamp.ts';

type Part = 'text' | 'time' | 'host' | 'program' | 'pid';

/** What keys mean, in lower case and without the signs in them; of several the first in this order. */
const KEYS: Readonly<Record<Part, readonly string[]>> = {
  text: ['log', 'message', 'msg', 'line', 'shortmessage', 'raw', 'original', 'textpayload', 'text', 'body'],
  time: [
    ...['time', 'timestamp', 'realtimetimestamp', 'sourcerealtimetimestamp', 'ts', 'datetime', 'date'],
    ...['timereported', 'eventtime'],
  ],
  host: ['hostname', 'host', 'syslogserver'],
  program: ['syslogidentifier', 'syslogtag', 'programname', 'program', 'appname', 'ident', 'process', 'tag'],
  pid: ['pid', 'syslogpid', 'procid', 'processid'],
};
const MEANINGS: ReadonlyMap<string, readonly [Part, number]> = new Map(
  Object.entries(KEYS).flatMap(([part, keys]) =>
    keys.map((key, rank) => [key, [part as Part, rank]] as const),
  ),
);
/** Objects that hold some of it: `host: {name}`, `process: {name, pid}`; and those that hold the line itself. */
const NAMED = /^(?:host|process)$/;
const SIGNS = /[_\-.@]/g;
/** Docker's log may hold an object that a program wrote, and that one a line of its own. */
const MOST_NESTED = 3;

/** Names by the keys as they are written: a log has a few, in each of its lines. */
const names = new Map<string, string>();
const MOST_NAMES = 1000;
/** Nearly all times (RFC 3339). */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

type Found = { readonly value: string; readonly rank: number };

/**
 * @param fields of an object
 * @returns the line that it wraps up as syslog would have written it, with the shipper's time; where that is an object
 *   itself, what is in that; null where it wraps up no line
 */
export function unwrapped(fields: object, nested = 0): string | null {
  const parts = partsOf(fields);
  const text = parts.get('text')?.value.trim() ?? '';
  if (text === '' || text.includes('\n')) return null;
  if (text.startsWith('{')) {
    const inside = nested < MOST_NESTED ? parsed(text) : null;
    return (inside === null ? null : unwrapped(inside, nested + 1)) ?? text;
  }
  const stamp = stampOf(text);
  const time = timeIn(parts.get('time')?.value);
  const head = stamp === null ? headOf(parts, text) : '';
  return `${time === null ? '' : `${time} `}${head}${text}`;
}

/** @returns when an object says that it was written, as it stands there; null: it doesn't say */
export const timeOf = (fields: object): string | null => timeIn(partsOf(fields).get('time')?.value);

/** @returns the object that a line of JSON is; null where it is something else, or cut off */
export function parsed(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function partsOf(fields: object): ReadonlyMap<Part, Found> {
  const parts = new Map<Part, Found>();
  collect(fields, parts, '');
  return parts;
}

function nameOf(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = key.toLowerCase().replace(SIGNS, '');
  if (names.size < MOST_NAMES) names.set(key, name);
  return name;
}

function collect(fields: object, parts: Map<Part, Found>, within: string): void {
  for (const [key, value] of Object.entries(fields)) {
    const name = nameOf(key);
    if (typeof value === 'object') {
      if (value !== null && !Array.isArray(value) && within === '') collect(value, parts, name);
      continue;
    }
    const [part, rank] =
      MEANINGS.get(within !== '' && name === 'name' && NAMED.test(within) ? within : name) ?? [];
    if (part === undefined || rank === undefined || typeof value === 'boolean') continue;
    // What stands in an object of its own is told behind what stands beside it.
    const known = parts.get(part);
    const own = rank + (within === '' ? 0 : 100);
    if (known === undefined || own < known.rank) parts.set(part, { value: `${value}`, rank: own });
  }
}

/** `mx1 postfix/smtp[22]: `; of what isn't told nothing, but the program's number, which syslog always writes. */
function headOf(parts: ReadonlyMap<Part, Found>, text: string): string {
  const program = parts.get('program')?.value.replace(/(?:\[\d*\])?:?\s*$/, '') ?? '';
  const host = parts.get('host')?.value ?? '';
  const front = /^[\w.-]{1,253}$/.test(host) ? `${host} ` : '';
  if (!/^[\w./-]{1,80}$/.test(program) || text.startsWith(`${program}[`)) return front;
  return `${front}${program}[${/^\d{1,10}$/.exec(parts.get('pid')?.value ?? '')?.[0] ?? '1'}]: `;
}

/** @returns a time that `stampOf` finds at the front of a line */
function timeIn(told: string | undefined): string | null {
  if (told === undefined) return null;
  const time = told.trim();
  return ISO.test(time) || stampOf(`${time} `)?.time === time ? time : null;
}
