/**
 * Everything that was handed over, taken apart until it is one text each: packed files, an mbox, mails one after the
 * other, what is attached to them. What can't be read is said.
 */

import type { Reading } from './bounce.ts';
import { type Budget, hasTime, MAX_DEPTH, newBudget, step } from './files/budget.ts';
import { isOutlook, packedAs, unreadableBecause } from './files/kind.ts';
import { notRead, shown, summedUp } from './files/not-read.ts';
import { mailOfOutlook } from './files/outlook.ts';
import { textOfOutlook } from './files/outlook-text.ts';
import { mailsIn } from './files/several-mails.ts';
import { unpack } from './files/unpack.ts';
import { MOST, STOPPED } from './found.ts';
import { joined } from './joined.ts';
import { decode } from './mime/index.ts';
import { NOTHING } from './nothing.ts';
import { mayHoldBounce } from './notice.ts';
import { otherReport } from './other-reports/index.ts';
import { read } from './read.ts';
import type { OpenAttached } from './read-mail.ts';
import { mayTellOfMail } from './tells-mail.ts';

export type ReadOptions = {
  /** True: somebody asked, try hard. False: a watched channel, speak only beyond reasonable doubt. */
  readonly asked: boolean;
  /** What the file is called; null or left out: a text. */
  readonly name?: string | null;
  /** When it was pasted, in Unix milliseconds: what a log's day without a year is told by. Left out: such days aren't. */
  readonly now?: number | null;
  /** The zone of times that name none, where no other time of the text does: "Europe/Berlin"; null: this machine's. Left out: UTC. */
  readonly zone?: string | null;
  /** Milliseconds that the files and mails in it may take together. Left out: 2,000. */
  readonly time?: number;
  /** Milliseconds after which it is let go with `TakesLong`, between two steps. Left out: never. */
  readonly patience?: number;
};

/** Where in the whole a part stands. */
type Inside = {
  readonly budget: Budget;
  readonly depth: number;
  /** It was handed over by itself, packed or not. */
  readonly isAlone: boolean;
};

/**
 * Finds the bounces in whatever was pasted or attached.
 * @param input text as pasted, or the bytes of a file: a mail (Outlook's too), a log, an mbox, `.gz` and `.zip` of them
 * @returns the bounces, in the order of the text; never throws for any input, unless `patience` has an end
 * @throws TakesLong
 */
export const readAll = async (input: string | Uint8Array, options: ReadOptions): Promise<Reading> =>
  readNow(input, options);

/** The same, which gives what it can read at once without a promise: that is dear where many texts are short. */
export const readNow = (input: string | Uint8Array, options: ReadOptions): Reading | Promise<Reading> =>
  readPart(input, options, {
    budget: newBudget(options.time, options.patience),
    depth: 0,
    isAlone: true,
  });

/** What holds nothing to be taken apart is read at once: nearly all texts. */
function readPart(
  input: string | Uint8Array,
  options: ReadOptions,
  inside: Inside,
): Reading | Promise<Reading> {
  const { asked, name = null } = options;
  const { budget, depth } = inside;
  const nameless = name === null ? options : { ...options, name: null };
  const next = { budget, depth: depth + 1, isAlone: false };
  if (typeof input !== 'string') {
    const packed = packedAs(input);
    const why =
      packed !== null && depth >= MAX_DEPTH ? 'it is packed too deep' : unreadableBecause(input, name);
    if (why !== null) return unread(name, why);
    // Archives of logs have many that nothing was written to yet.
    const empty = (): Reading =>
      name !== null && inside.isAlone
        ? { ...NOTHING, left: `${shown(name)} is empty.`, nothing: 'empty' }
        : NOTHING;
    if (input.length === 0) return empty();
    if (isOutlook(input)) {
      const mail = mailOfOutlook(input);
      return mail === null ? damagedOutlook(input, options, next) : readPart(mail, nameless, next);
    }
    if (packed !== null) {
      const { files, left } = unpack({ name, bytes: input }, packed, budget);
      if (files.length === 0 && left.length > 0)
        return { ...NOTHING, left: summedUp(left), nothing: 'unread' };
      if (files.length === 0) return empty();
      const [only, ...others] = files;
      // What is packed by itself is that file.
      if (only !== undefined && others.length === 0 && left.length === 0)
        return readPart(only.bytes, { ...options, name: only.name }, { ...next, isAlone: inside.isAlone });
      return each(files, budget, (file) => readPart(file.bytes, { ...options, name: file.name }, next)).then(
        (readings) => together(files.length > 1 ? readings.map(withoutNotes) : readings, left),
      );
    }
  }
  // Nearly all that is written in a channel ends here.
  if (!asked && typeof input === 'string' && !mayHoldBounce(input) && !mayTellOfMail(input))
    return summedUpReport(input) ?? NOTHING;
  const several = mailsIn(input);
  if (several !== null)
    return each(several.mails, budget, (mail) => readPart(mail, nameless, next)).then((readings) =>
      together(readings.map(amongMails), several.left),
    );
  const text = typeof input === 'string' ? input : decode(input);
  const summary = summedUpReport(text);
  if (summary !== null) return summary;
  const open: OpenAttached = async (file) => {
    if (depth >= MAX_DEPTH)
      return { ...NOTHING, left: notRead(file.name, 'it is a mail in a mail in a mail, too deep') };
    return (await hasTime(budget))
      ? readPart(file.bytes, { ...options, asked: true, name: file.name }, next)
      : { ...NOTHING, left: NO_TIME };
  };
  return read(input, text, options, { open, step: () => step(budget) });
}

const unread = (name: string | null, why: string): Reading => ({
  ...NOTHING,
  left: notRead(name, why),
  nothing: 'unread',
});

function summedUpReport(text: string): Reading | null {
  const report = otherReport(text);
  return report === null ? null : { ...NOTHING, others: [report] };
}

const OUTLOOK =
  "it is in Outlook's own format (.msg), and I can't take it apart. Save the mail as .eml, or paste its text";

/** A failure beyond doubt in its plain text counts, for one whom that names: all else may be anybody's. */
async function damagedOutlook(bytes: Uint8Array, options: ReadOptions, inside: Inside): Promise<Reading> {
  const { name = null } = options;
  const reading = await readPart(textOfOutlook(bytes), { ...options, name: null, asked: true }, inside);
  const bounces = reading.noticed ? reading.bounces.filter(({ recipient }) => recipient !== null) : [];
  if (bounces.length === 0) return unread(name, OUTLOOK);
  const left = `${shown(name ?? 'The mail')} is damaged: only its plain text was read.`;
  return { ...reading, bounces, left: [left, ...(reading.left === null ? [] : [reading.left])].join(' ') };
}

/** Of several files some say what the others are: a text that names nobody, and proves nothing, is no bounce. */
const withoutNotes = (reading: Reading): Reading =>
  reading.noticed
    ? reading
    : { ...reading, noticed: false, bounces: reading.bounces.filter(({ recipient }) => recipient !== null) };

/** A newsletter in somebody's mailbox quotes codes: among mails each has to be a bounce by itself, asked about or not. */
const amongMails = (reading: Reading): Reading =>
  reading.noticed
    ? reading
    : { ...reading, noticed: false, bounces: reading.bounces.filter(({ kind }) => kind !== 'bounce') };

const NO_TIME = 'Reading it all took too long: the parts behind it were not read.';

/** One after the other: they share a budget. */
async function each<T>(
  parts: readonly T[],
  budget: Budget,
  read: (part: T) => Reading | Promise<Reading>,
): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  for (const part of parts) {
    if (!(await hasTime(budget))) return [...readings, { ...NOTHING, left: NO_TIME }];
    readings.push(await read(part));
  }
  return readings;
}

function together(readings: readonly Reading[], left: readonly string[]): Reading {
  const bounces = readings.flatMap((one) => one.bounces);
  const lefts = [
    ...left,
    ...readings.flatMap((one) => one.left ?? []),
    ...(bounces.length > MOST ? [STOPPED] : []),
  ];
  return {
    noticed: readings.some(({ noticed }) => noticed),
    bounces: joined(bounces.slice(0, MOST)),
    deliveries: readings.flatMap(({ deliveries }) => deliveries).slice(0, MOST),
    messages: readings.flatMap(({ messages }) => messages).slice(0, MOST),
    others: readings.flatMap(({ others }) => others),
    left: summedUp([...new Set(lefts)]),
  };
}
