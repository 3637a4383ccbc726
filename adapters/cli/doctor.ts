/** `bounce-triage doctor NAME`: looks at a chat platform's set-up, or at DNS, and says what to mend. */
import type { Finding } from '../adapter.ts';
import { readArguments } from './arguments.ts';
import { EXIT, UsageError } from './exit.ts';
import { DOCTOR } from './table/running.ts';
import { paintFor, type Terminal, write } from './terminal.ts';

/** Looks at one platform, or at DNS; where it has no tokens, says in words what is to be set. Never rejects. */
export type Examine = () => Promise<readonly Finding[] | string>;

/** @returns 0 where nothing is to be fixed, 1 where something is, 2 where the platform is unknown or has no tokens */
export async function doctor(
  args: readonly string[],
  examinations: Readonly<Record<string, Examine>>,
  terminal: Terminal,
): Promise<number> {
  const [name = '', ...more] = readArguments(DOCTOR, args).words;
  const examine = Object.hasOwn(examinations, name) ? examinations[name] : undefined;
  if (!examine || more.length > 0) {
    throw new UsageError(`Say which: bounce-triage doctor ${Object.keys(examinations).join(' | ')}`);
  }
  const findings = await examine();
  if (typeof findings === 'string') {
    terminal.stderr.write(`${findings}\n`);
    return EXIT.usage;
  }
  const paint = paintFor(terminal);
  const marks = { good: paint('green', '✓'), note: '·', bad: paint('red', '✗') } as const;
  for (const { tone, text } of findings) await write(terminal.stdout, `${marks[tone]} ${text}\n`);
  return findings.some(({ tone }) => tone === 'bad') ? EXIT.none : EXIT.found;
}
