/** What `explain --batch` answers: a line of JSON for each line of JSON. */
import type { Explained } from '../../../src/diagnosis/index.ts';
import { bounceJson } from '../../../src/replies/index.ts';
import { heedingBy } from '../heeding.ts';
import type { Judge } from '../judge.ts';
import { Pile } from '../pile.ts';
import { LONGEST } from './blocks.ts';
import { LongLine } from './long-line.ts';

export type Answers = {
  /** A line for each line that isn't blank, in their order. */
  readonly bytes: Uint8Array;
  /** Whether any of the texts held a bounce. */
  readonly found: boolean;
};

/** @param block whole lines, each with its line feed, which the last may lack */
export type Answer = (block: Buffer | LongLine) => Promise<Answers>;

const TOO_LONG = `This line is longer than ${LONGEST / 1024 / 1024} MB.`;
/** Lines that are judged together at most. */
const MOST = 200;
const LF = 10;

/** @returns what answers a block of lines */
export function answering(judge: Judge): Answer {
  const heed = heedingBy(judge.catalog);
  const { catalog } = judge;

  /** @returns whether any held a bounce */
  async function judged(asked: readonly (Request | Refused)[], answers: Pile): Promise<boolean> {
    const texts: string[] = [];
    for (const one of asked) if ('text' in one) texts.push(one.text);
    const explained = await judge.explainEach(texts, { asked: true });
    let found = false;
    let next = 0;
    for (const one of asked) {
      if ('text' in one) {
        const { noticed, diagnoses, left } = heed(one.text, explained[next++] as Explained);
        const bounces = diagnoses.map((each) => bounceJson(each, catalog.reasons[each.reason].title));
        found ||= bounces.length > 0;
        answers.add(JSON.stringify({ id: one.id, noticed, bounces, left }));
      } else answers.add(JSON.stringify(one));
    }
    return found;
  }

  return async (block) => {
    const answers = new Pile();
    if (block instanceof LongLine) {
      answers.add(JSON.stringify(tooLong(block)));
      return { bytes: answers.bytes, found: false };
    }
    let found = false;
    let asked: (Request | Refused)[] = [];
    for (let start = 0; start < block.length; ) {
      const lf = block.indexOf(LF, start);
      const end = lf < 0 ? block.length : lf;
      const line = block.toString('utf8', start, end);
      start = end + 1;
      if (line.trim() !== '') asked.push(requestIn(line));
      if (asked.length < MOST && start < block.length) continue;
      found = (await judged(asked, answers)) || found;
      asked = [];
    }
    return { bytes: answers.bytes, found };
  };
}

type Request = { readonly id: unknown; readonly text: string };
type Refused = { readonly id: unknown; readonly error: string };

/** In Node from 22 on ("JSON.parse source text access", ES2026); TypeScript doesn't know it yet. */
const RAW = JSON as JSON & { rawJSON(source: string): unknown };

/** A number of an id may have more digits than JavaScript's numbers hold: it is given back as it was written. */
const asWritten = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined ? RAW.rawJSON(context.source) : value;

function requestIn(line: string): Request | Refused {
  let data: unknown;
  try {
    data = JSON.parse(line);
    // How numbers were written is seldom of interest, and takes as long as all the rest of the line.
    if (!isWrittenPlainly(data, line)) data = JSON.parse(line, asWritten);
  } catch {
    return {
      id: null,
      error: 'This line is not valid JSON. It must be like {"id": 1, "text": "550 5.1.1 User unknown"}.',
    };
  }
  const { id = null, text }: { id?: unknown; text?: unknown } = isObject(data) ? data : {};
  return typeof text === 'string' ? { id, text } : { id, error: 'This line has no "text" that is a string.' };
}

const isObject = (data: unknown): data is object =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

const PLAIN_ID = /^\s*\{\s*"id"\s*:\s*(\d{1,15})\s*[,}]/;

/** @returns whether the id is no number, or one that JavaScript writes as it stands there */
function isWrittenPlainly(data: unknown, line: string): boolean {
  if (!isObject(data) || !('id' in data)) return true;
  const { id } = data;
  if (typeof id === 'object') return id === null;
  return typeof id !== 'number' || String(id) === PLAIN_ID.exec(line)?.[1];
}

function tooLong({ id }: LongLine): Refused {
  try {
    return { id: id === null ? null : JSON.parse(id, asWritten), error: TOO_LONG };
  } catch {
    return { id: null, error: TOO_LONG };
  }
}
