/**
 * Writes a Postfix log as a sender of newsletters has it, to standard output: `node bench/log/generate.ts MB [SEED]`.
 * One line in ten tells of a mail that bounced, one in fifty of one that was put off and arrives, bounces or expires
 * later; the servers' words are those kept in `bench/texts`, each time with the recipient's own address.
 */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is tried again, and when, in seconds of the log. */
type Later = { readonly at: number; readonly id: string; readonly to: string; readonly tries: number };

/** @returns the words of servers that refused, each in one line as Postfix writes them */
function wordsOf(): { readonly failed: readonly string[]; readonly deferred: readonly string[] } {
  const folder = join(import.meta.dirname, '..', 'texts');
  const texts = readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'))
    .map((line) => (JSON.parse(line) as { text: string }).text.replace(/\s*\n\s*/g, ' '));
  return {
    failed: texts.filter((text) => /^5\d\d[ -]/.test(text) && text.length < 600),
    deferred: texts.filter((text) => /^4\d\d[ -]/.test(text) && text.length < 600),
  };
}

const DOMAINS = ['gmail.com', 'yahoo.com', 'outlook.com', 'gmx.net', 'mail.ru', 'example.com', 'web.de'];
const SENDERS = ['news.example.org', 'shop.example.net', 'bounces.example.info'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const RETRY = 900;

/**
 * @param bytes how long the log is, about
 * @param seed the same seed, the same log
 * @returns pieces of the log, about a megabyte each
 */
export function* logOf(bytes: number, seed = 1): Generator<string> {
  let state = seed * 2_654_435_761;
  const random = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
  const { failed, deferred } = wordsOf();
  const later: Later[] = [];
  const waiting = new Map<string, number>();
  const start = Date.UTC(2026, 2, 1);
  let seconds = 0;
  let piece = '';
  let written = 0;
  const stamp = (program: string): string => {
    const now = new Date(start + seconds * 1000);
    const two = (value: number): string => String(value).padStart(2, '0');
    return `${MONTHS[now.getUTCMonth()]} ${String(now.getUTCDate()).padStart(2)} ${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())} mx1 postfix/${program}[${1000 + random(9000)}]: `;
  };
  const outcome = (id: string, to: string, status: string, dsn: string, words: string): string => {
    const host = `mx${random(4)}.${to.slice(to.indexOf('@') + 1)}`;
    const ip = `192.0.2.${random(250)}`;
    const said =
      status === 'sent' ? words : `host ${host}[${ip}] said: ${words} (in reply to RCPT TO command)`;
    return `${stamp('smtp')}${id}: to=<${to}>, relay=${host}[${ip}]:25, delay=${random(90)}.${random(99)}, delays=0.05/0.01/0.7/0.64, dsn=${dsn}, status=${status} (${said})\n`;
  };
  const dsnIn = (words: string): string => /[45]\.\d{1,3}\.\d{1,3}/.exec(words)?.[0] ?? `${words[0]}.0.0`;
  const ownWords = (words: string, to: string): string => words.replace(/[\w.+-]{1,64}@[\w.-]+\.\w+/g, to);
  const ended = (id: string): string => {
    const left = (waiting.get(id) ?? 1) - 1;
    if (left > 0) waiting.set(id, left);
    else waiting.delete(id);
    return left > 0 ? '' : `${stamp('qmgr')}${id}: removed\n`;
  };
  const tried = (id: string, to: string, tries: number): string => {
    const luck = random(100);
    if (tries > 0 && luck < 50) return outcome(id, to, 'sent', '2.0.0', '250 2.0.0 OK') + ended(id);
    if (tries > 4) return outcome(id, to, 'bounced', '5.4.7', '554 5.4.7 Message expired') + ended(id);
    if (tries === 0) waiting.set(id, (waiting.get(id) ?? 0) + 1);
    const words = ownWords(deferred[random(deferred.length)] as string, to);
    later.push({ at: seconds + RETRY, id, to, tries: tries + 1 });
    return outcome(id, to, 'deferred', dsnIn(words), words);
  };
  for (let message = 0; written + piece.length < bytes; message++) {
    if (message % 20 === 0) seconds++;
    for (let due = later[0]; due !== undefined && due.at <= seconds; due = later[0]) {
      later.shift();
      piece += tried(due.id, due.to, due.tries);
    }
    const id = (0x4_000_000_000 + message * 7).toString(16).toUpperCase().padStart(11, '0');
    const domain = SENDERS[random(SENDERS.length)] as string;
    const client = `app${random(9)}.example.org[198.51.100.${random(99)}]`;
    const count = 1 + random(5);
    piece += `${stamp('smtpd')}connect from ${client}\n`;
    piece += `${stamp('smtpd')}${id}: client=${client}\n`;
    piece += `${stamp('cleanup')}${id}: message-id=<${message}.${random(1e9)}@${domain}>\n`;
    piece += `${stamp('qmgr')}${id}: from=<news@${domain}>, size=${2000 + random(90_000)}, nrcpt=${count} (queue active)\n`;
    piece += `${stamp('smtpd')}disconnect from ${client} ehlo=1 mail=1 rcpt=${count} data=1 quit=1 commands=5\n`;
    for (let i = 0; i < count; i++) {
      const to = `user${random(900_000)}@${DOMAINS[random(DOMAINS.length)]}`;
      const luck = random(100);
      if (luck < 27) {
        const words = ownWords(failed[random(failed.length)] as string, to);
        piece += outcome(id, to, 'bounced', dsnIn(words), words);
      } else if (luck < 31) piece += tried(id, to, 0);
      else piece += outcome(id, to, 'sent', '2.0.0', `250 2.0.0 OK ${random(1e9)} ${random(1e6)}-gsmtp`);
    }
    if (!waiting.has(id)) piece += `${stamp('qmgr')}${id}: removed\n`;
    if (piece.length < 1 << 20) continue;
    written += piece.length;
    yield piece;
    piece = '';
  }
  yield piece;
}

if (process.argv[1] === import.meta.filename) {
  const [, , megabytes = '100', seed = '1'] = process.argv;
  for (const piece of logOf(Number(megabytes) * 1e6, Number(seed))) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
}
