/** The bounces of a whole mail: its machine part, its letter, and the message that it returned, put together. */
import { addressIn } from './address.ts';
import type { Bounce } from './bounce.ts';
import { prose } from './formats/prose.ts';
import { isoTime, readReport } from './formats/report.ts';
import { type Found, toBounce } from './found.ts';
import type { Mail } from './mail.ts';
import { saysSomething, serverWords } from './words.ts';

/**
 * @param mail a whole mail
 * @returns its bounces, and whether it is a bounce or a complaint beyond doubt
 */
export async function readMail(mail: Mail): Promise<{ noticed: boolean; bounces: readonly Bounce[] }> {
  const letter = mail.text;
  const context = contextOf(mail);
  const finish = (found: Found): Bounce =>
    toBounce({ ...context, ...defined(found) }, found.text || letter.slice(0, 2000));
  const machine = mail.status === null ? [] : readReport(mail.status).flatMap(({ found }) => found);
  const told = prose.recognises(letter) ? prose.read(letter).flatMap(({ found }) => found) : [];
  const merged = machine.length > 0 ? machine.map((one) => completed(one, told)) : told;
  return { noticed: merged.length > 0, bounces: merged.map(finish) };
}

/** Facts that hold for every recipient of the report. */
function contextOf(mail: Mail): Partial<Found> {
  const sender =
    addressIn(mail.returned.get('return-path') ?? '') ?? addressIn(mail.returned.get('from') ?? '');
  return {
    sender,
    messageId: mail.returned.get('message-id') ?? null,
    time: isoTime(mail.headers.get('date')),
  };
}

/** What the machine part leaves open is filled from the letter's words on the same recipient. */
function completed(machine: Found, told: readonly Found[]): Found {
  const same =
    told.find(({ recipient }) => recipient?.toLowerCase() === machine.recipient?.toLowerCase()) ??
    (told.length === 1 ? told[0] : undefined);
  if (!same) return machine;
  const own = serverWords(machine.text);
  if (saysSomething(own.diagnosticCode)) return machine;
  return { ...machine, text: same.text };
}

const defined = (found: Found): Found =>
  Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== null && value !== undefined),
  ) as Found;
