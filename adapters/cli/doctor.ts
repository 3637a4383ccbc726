/** `bounce-triage doctor NAME`: looks at a chat platform's set-up and says what to mend. */
import { styleText } from 'node:util';
import type { Finding } from '../adapter.ts';
import { EXIT } from './exit.ts';

/** Looks at one platform; null where it has no tokens. Never rejects. */
export type Examine = () => Promise<readonly Finding[] | null>;

const MARKS = { good: styleText('green', '✓'), note: '·', bad: styleText('red', '✗') } as const;

/** @returns 0 where nothing is to be mended, 1 where something is, 2 where the platform is unknown or has no tokens */
export async function doctor(
  rest: readonly string[],
  examinations: Readonly<Record<string, Examine>>,
): Promise<number> {
  const [name = '', ...more] = rest;
  const examine = Object.hasOwn(examinations, name) ? examinations[name] : undefined;
  if (!examine || more.length > 0) {
    process.stderr.write(`Say which: bounce-triage doctor ${Object.keys(examinations).join(' | ')}\n`);
    return EXIT.usage;
  }
  const findings = await examine();
  if (findings === null) {
    process.stderr.write(`There are no tokens for ${name}: see .env.example.\n`);
    return EXIT.usage;
  }
  for (const { tone, text } of findings) process.stdout.write(`${MARKS[tone]} ${text}\n`);
  return findings.some(({ tone }) => tone === 'bad') ? EXIT.none : EXIT.found;
}
