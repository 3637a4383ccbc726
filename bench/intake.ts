/**
 * Measures the intake: `npm run bench:intake`. Prints one figure a line; `--misses` adds what was read wrongly.
 * The corpus is read from ../shared/corpus when it is there.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bounce, read } from '../src/intake/index.ts';
import { isBounceBeyondDoubt } from '../src/intake/notice.ts';
import { nastyTexts, ordinaryTexts } from './ordinary.ts';

const CORPUS = new URL('../../shared/corpus/', import.meta.url);
const showMisses = process.argv.includes('--misses');

type Line = { text: string; reply_code: string | null; status_code: string | null; stable?: boolean };
type Mail = {
  file: string;
  agreed: boolean | null;
  expected: {
    recipient: string | null;
    reply_code: string | null;
    status_code: string | null;
    reason: string;
  }[];
};

const jsonLines = <T>(name: string): T[] =>
  readFileSync(new URL(name, CORPUS), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

const percent = (part: number, whole: number): string =>
  `${part} of ${whole} (${whole === 0 ? '-' : ((100 * part) / whole).toFixed(2)} %)`;

/** The reference invents codes where a bounce has none: x.9.y and x.0.9yy. */
const isInvented = (code: string | null): boolean => code === null || /^\d\.9\.|^\d\.0\.9\d\d/.test(code);

const miss = (...what: unknown[]): void => {
  if (showMisses) console.log('   ', ...what);
};

if (existsSync(CORPUS)) {
  await lines();
  await mails();
} else {
  console.log('no corpus at ../shared/corpus: skipped lines and mails');
}
ordinary();
await speed();

async function lines(): Promise<void> {
  const all = jsonLines<Line>('lines.jsonl').filter(({ stable }) => stable);
  const hasCode = ({ text }: Line): boolean => /(?<![\w.])[45]\d\d(?![\w.])|[245]\.\d\.\d/.test(text);
  for (const [name, some] of [
    ['lines with a code noticed', all.filter(hasCode)],
    ['lines without a code noticed', all.filter((line) => !hasCode(line))],
  ] as const) {
    const missed = some.filter(({ text }) => !isBounceBeyondDoubt(text));
    console.log(`${name}: ${percent(some.length - missed.length, some.length)}`);
    for (const { text } of missed) miss(text.slice(0, 160));
  }
  let right = 0;
  let asked = 0;
  for (const line of all) {
    const { bounces } = await read(line.text, { asked: true });
    asked += bounces.length > 0 ? 1 : 0;
    const [bounce] = bounces;
    const isRight =
      (line.reply_code === null ||
        !line.text.includes(line.reply_code) ||
        bounce?.replyCode === line.reply_code) &&
      (isInvented(line.status_code) ||
        !line.text.includes(line.status_code ?? '') ||
        bounce?.enhancedCode === line.status_code);
    right += isRight ? 1 : 0;
    if (!isRight)
      miss(
        'line codes',
        line.reply_code,
        line.status_code,
        '<>',
        bounce?.replyCode,
        bounce?.enhancedCode,
        line.text.slice(0, 200),
      );
    if (bounces.length > 1) miss('line in pieces', bounces.length, line.text.slice(0, 100));
  }
  console.log(`lines read when asked: ${percent(asked, all.length)}`);
  console.log(`lines with the codes that their text holds: ${percent(right, all.length)}`);
}

async function mails(): Promise<void> {
  const all = jsonLines<Mail>('mails.jsonl');
  for (const kind of ['bsd', 'dos', 'mac']) {
    const some = all.filter(({ file, agreed }) => file.startsWith(kind) && agreed !== false);
    let recipients = 0;
    let codes = 0;
    let kinds = 0;
    let noticed = 0;
    for (const mail of some) {
      const reading = await read(readFileSync(new URL(`mails/${mail.file}`, CORPUS)), { asked: true });
      const { bounces } = reading;
      const set = (addresses: (string | null)[]): string =>
        [...new Set(addresses.map((one) => one?.toLowerCase() ?? ''))].toSorted().join(' ');
      const wanted = set(mail.expected.map(({ recipient }) => recipient));
      const got = set(bounces.map(({ recipient }) => recipient));
      if (wanted === got) recipients += 1;
      else miss(mail.file, 'recipients', wanted, '<>', got);
      const wrong = mail.expected.filter((expected) => !hasCodes(expected, bounces, mail.expected.length));
      if (wrong.length === 0) codes += 1;
      for (const one of wrong)
        miss(
          mail.file,
          'codes',
          one.reply_code,
          one.status_code,
          '<>',
          ...bounces
            .slice(0, 3)
            .map((b) => `${b.replyCode} ${b.enhancedCode} | ${b.diagnosticCode?.slice(0, 150)}`),
        );
      const kindOf = (reason: string | undefined): string =>
        ['feedback', 'vacation', 'delivered'].includes(reason ?? '') ? (reason ?? '') : 'bounce';
      if (bounces.length > 0 && kindOf(mail.expected[0]?.reason) === bounces[0]?.kind) kinds += 1;
      else miss(mail.file, 'kind', mail.expected[0]?.reason, '<>', bounces[0]?.kind);
      noticed += reading.noticed ? 1 : 0;
      if (!reading.noticed && !['vacation', 'delivered'].includes(mail.expected[0]?.reason ?? ''))
        miss(mail.file, 'not noticed');
    }
    console.log(
      `mails/${kind}: recipients right ${percent(recipients, some.length)}; codes right ${percent(codes, some.length)}; kind right ${percent(kinds, some.length)}; noticed ${percent(noticed, some.length)}`,
    );
  }
  const not = readdirSync(new URL('mails/not', CORPUS));
  const quiet = [];
  for (const file of not) {
    const reading = await read(readFileSync(new URL(`mails/not/${file}`, CORPUS)), { asked: false });
    quiet.push(!reading.noticed);
  }
  console.log(`mails/not silent: ${percent(quiet.filter(Boolean).length, not.length)}`);
}

/** Whether one of the bounces (the one of that recipient, where there are several) has the expected codes. */
function hasCodes(expected: Mail['expected'][number], bounces: readonly Bounce[], among: number): boolean {
  const candidates =
    among === 1
      ? bounces.slice(0, 1)
      : bounces.filter(({ recipient }) => recipient?.toLowerCase() === expected.recipient?.toLowerCase());
  return candidates.some(
    (bounce) =>
      (expected.reply_code === null || bounce.replyCode === expected.reply_code) &&
      (isInvented(expected.status_code) || bounce.enhancedCode === expected.status_code),
  );
}

function ordinary(): void {
  for (const [name, texts] of ordinaryTexts(join(import.meta.dirname, '..'))) {
    const alarms = texts.filter((text) => isBounceBeyondDoubt(text));
    console.log(`ordinary text, ${name}: ${alarms.length} false alarms in ${texts.length}`);
    for (const text of alarms.slice(0, 12)) miss(JSON.stringify(text.slice(0, 220)));
  }
}

async function speed(): Promise<void> {
  for (const [name, texts] of ordinaryTexts(join(import.meta.dirname, '..'))) {
    const bytes = texts.reduce((sum, text) => sum + text.length, 0);
    const time = best(() => texts.filter((text) => isBounceBeyondDoubt(text)).length);
    console.log(`dismissing ${name}: ${(bytes / 1e6 / (time / 1000)).toFixed(0)} MB/s`);
  }
  if (existsSync(CORPUS)) {
    const texts = jsonLines<Line>('lines.jsonl').map(({ text }) => text);
    for (const asked of [true, false]) {
      const each = await cpuOf(texts, asked);
      console.log(
        `lines ${asked ? 'asked' : 'unasked'}: ${((texts.length / each) * 1000).toFixed(0)} a CPU second, ${((each * 1000) / texts.length).toFixed(1)} µs each`,
      );
    }
    const raw = readdirSync(new URL('mails/bsd', CORPUS)).map((file) =>
      readFileSync(new URL(`mails/bsd/${file}`, CORPUS)),
    );
    let fastest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 8; round++) {
      const start = performance.now();
      for (const mail of raw) await read(mail, { asked: true });
      fastest = Math.min(fastest, performance.now() - start);
    }
    console.log(`mails: ${((raw.length / fastest) * 1000).toFixed(0)} a second`);
  }
  for (const [name, text] of nastyTexts()) {
    let slowest = 0;
    for (const asked of [true, false]) {
      const start = performance.now();
      await read(text, { asked });
      slowest = Math.max(slowest, performance.now() - start);
    }
    console.log(`1 MB of ${name}: ${slowest.toFixed(0)} ms`);
  }
}

/** @returns CPU time that reading all texts once takes, in milliseconds: the best of twenty rounds */
async function cpuOf(texts: readonly string[], asked: boolean): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round++) {
    const start = process.cpuUsage();
    for (let again = 0; again < 5; again++) for (const text of texts) await read(text, { asked });
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000 / 5);
  }
  return least;
}

/** @returns the shortest of five runs, in milliseconds */
function best(run: () => unknown): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    run();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}
