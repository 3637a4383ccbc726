/** A whole log tells what a pasted one tells, however it is cut into pieces and files. */
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import {
  createExplain,
  createLogExplainer,
  type Ending,
  endingsOf,
  type LogTold,
} from '../../src/diagnosis/index.ts';
import { logKinds } from '../../src/intake/formats/logs/index.ts';
import { arrived, attempt, queued } from '../support/postfix-log.ts';

const { catalog } = await openCatalog({ folder: 'catalog', own: null });
const pasted = { now: () => new Date('2026-11-28T12:00:00Z'), zone: 'UTC' };
const { explain, diagnose } = createExplain(catalog, pasted);

/** @param size bytes of a piece */
async function read(files: readonly string[], size = 1 << 20): Promise<readonly Ending[]> {
  const explainer = createLogExplainer({ diagnose, explain }, pasted);
  const told: LogTold[] = [];
  for (const file of files) {
    explainer.begin(null, file);
    const bytes = Buffer.from(file);
    for (let at = 0; at < bytes.length; at += size)
      told.push(await explainer.read(bytes.subarray(at, at + size)));
    told.push(await explainer.endFile());
  }
  told.push(await explainer.end());
  return told.flatMap(({ endings }) => endings);
}

/** What is the matter with whom, by which message, how often and when. */
const facts = (endings: readonly Ending[]) =>
  endings
    .map(({ count, first, last, diagnosis: { bounce, reason, suppress } }) => ({
      ...{ count, first, last, reason, suppress },
      to: bounce.recipient,
      id: bounce.queueId,
      action: bounce.action,
      codes: [bounce.replyCode, bounce.enhancedCode],
      words: bounce.diagnosticCode,
      from: bounce.sender,
    }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const EXAMPLES = logKinds.flatMap(({ name, examples }) => examples.map(({ text }) => [name, text] as const));

test.each(EXAMPLES)('%s is read as where it is pasted: %s', async (_, text) => {
  const { diagnoses } = await explain(text, { asked: true });
  const asPasted = diagnoses.flatMap((diagnosis) => endingsOf(diagnosis, null));
  expect(facts(await read([text]))).toEqual(facts(asPasted));
  expect(facts(await read([text], 50))).toEqual(facts(asPasted));
});

const LOG = [
  queued({ time: '10:00:00', id: '4FpQx0abcz1', from: 'news@example.org' }),
  attempt({ time: '10:00:01', id: '4FpQx0abcz1', to: 'ann@example.com', words: '550 5.1.1 User unknown' }),
  attempt({ time: '10:00:02', id: '4FpQx0abcz1', to: 'bob@example.com', words: '452 4.2.2 Mailbox full' }),
  attempt({ time: '10:00:02', id: '4FpQx0abcz1', to: 'cy@example.com', words: '451 4.7.1 Greylisted' }),
  queued({ time: '10:05:00', id: '4FpQx0abcz2', from: 'shop@example.org' }),
  arrived({ time: '10:05:01', id: '4FpQx0abcz2', to: 'bob@example.com' }),
  attempt({ time: '10:20:02', id: '4FpQx0abcz1', to: 'bob@example.com', words: '452 4.2.2 Mailbox full' }),
  arrived({ time: '10:20:03', id: '4FpQx0abcz1', to: 'cy@example.com' }),
  attempt({ time: '11:20:02', id: '4FpQx0abcz1', to: 'bob@example.com', words: '552 5.2.2 Mailbox full' }),
].map((line) => `${line}\n`);

test('all lines of a message belong together, also across files', async () => {
  const all = await read([LOG.join('')]);
  expect(
    all.map(({ count, arrived, diagnosis: { bounce, reason } }) => [
      ...[bounce.recipient, bounce.sender, reason, count, bounce.action, arrived !== null],
    ]),
  ).toEqual([
    ['ann@example.com', 'news@example.org', 'user-unknown', 1, 'failed', false],
    ['cy@example.com', 'news@example.org', 'greylisted', 1, 'delayed', true],
    ['bob@example.com', 'news@example.org', 'mailbox-full', 3, 'failed', false],
  ]);
  expect(all[2]?.diagnosis.bounce.attempts.map(({ time }) => time)).toEqual([
    '2026-11-21T10:00:02.000Z',
    '2026-11-21T10:20:02.000Z',
    '2026-11-21T11:20:02.000Z',
  ]);
  for (let cut = 1; cut < LOG.length; cut++)
    expect(facts(await read([LOG.slice(0, cut).join(''), LOG.slice(cut).join('')]))).toEqual(facts(all));
});

test('what is still put off when the log ends is told as it stands, and counts add up', async () => {
  const all = await read([LOG.slice(0, -1).join('')]);
  expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  expect(all.at(-1)).toMatchObject({ count: 2, arrived: null, diagnosis: { bounce: { action: 'delayed' } } });
});

test('a message that left the queue is over: its id is used again for another one', async () => {
  const removed = 'Nov 21 11:00:00 mx1 postfix/qmgr[811]: 4FpQx0abcz1: removed\n';
  const again = attempt({
    time: '12:00:00',
    id: '4FpQx0abcz1',
    to: 'bob@example.com',
    words: '550 5.1.1 No',
  });
  const all = await read([`${LOG.slice(0, 3).join('')}${removed}${again}\n`]);
  expect(all.map(({ count, diagnosis: { bounce } }) => [bounce.recipient, count, bounce.sender])).toEqual([
    ['ann@example.com', 1, 'news@example.org'],
    ['bob@example.com', 1, 'news@example.org'],
    ['bob@example.com', 1, null],
  ]);
});

test('lines of other programs are read as any text is, and lines in JSON too', async () => {
  const [, failed = ''] = LOG;
  const other = '2026-11-21 10:00:00 ERROR mail to dan@example.com failed: 550 5.1.1 User unknown\n';
  const all = await read([`${JSON.stringify({ log: failed, stream: 'stdout' })}\n${other}${failed}`]);
  expect(all.map(({ diagnosis: { bounce, reason } }) => [bounce.recipient, reason])).toEqual([
    ['ann@example.com', 'user-unknown'],
    ['ann@example.com', 'user-unknown'],
    ['dan@example.com', 'user-unknown'],
  ]);
});

test('addresses and words beyond ASCII are read, in UTF-8 and in other character sets', async () => {
  const lines = [
    attempt({
      time: '10:00:02',
      id: '4FpQx0abcz3',
      to: 'jörg@example.com',
      words: '452 4.2.2 Postfach für Jörg voll',
    }),
    arrived({ time: '10:20:03', id: '4FpQx0abcz3', to: 'jörg@example.com' }),
    attempt({
      time: '10:30:02',
      id: '4FpQx0abcz4',
      to: 'ann@example.com',
      words: '550 5.1.1 Empfänger unbekannt',
    }),
  ].map((line) => `${line}\n`);
  const explainer = createLogExplainer({ diagnose, explain }, pasted);
  explainer.begin(null, '');
  const bytes = [Buffer.from(lines.slice(0, 2).join('')), Buffer.from(lines[2] ?? '', 'latin1')];
  const told = [await explainer.read(Buffer.concat(bytes)), await explainer.endFile(), await explainer.end()];
  expect(
    told.flatMap(({ endings }) =>
      endings.map(({ arrived, diagnosis: { bounce } }) => [bounce.diagnosticCode, arrived !== null]),
    ),
  ).toEqual([
    ['452 4.2.2 Postfach für Jörg voll', true],
    ['550 5.1.1 Empfänger unbekannt', false],
  ]);
});
