/** How long a command takes, and the texts that it is given. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEXTS = fileURLToPath(new URL('../texts', import.meta.url));

/** @returns the texts that are kept here */
export const keptTexts = (): readonly string[] =>
  readdirSync(TEXTS).flatMap((file) =>
    readFileSync(join(TEXTS, file), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text),
  );

/** @returns a text with other names in its addresses: no two are alike */
export const othersNamed = (text: string, number: number): string =>
  text.replace(/[\w.+-]{1,64}(?=@[\w-]+\.\w)/g, (name) => `${name}${number}`);

/** Seconds that a command takes: by the clock, and of processor time, its threads counted. */
export type Times = { readonly wall: number; readonly processor: number };

/** @param file what the command is given as standard input */
export function timesOf(command: readonly string[], file = '/dev/null'): Times {
  const quoted = command.map((word) => `'${word}'`).join(' ');
  const begin = performance.now();
  const { stdout } = spawnSync('sh', ['-c', `${quoted} < '${file}' > /dev/null; times`], {
    encoding: 'utf8',
  });
  const wall = (performance.now() - begin) / 1000;
  const [, ofChildren = ''] = stdout.trim().split('\n');
  const processor = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds))
    .reduce((all, one) => all + one, 0);
  return { wall, processor };
}

/** @returns seconds of processor time that a command takes */
export const secondsOf = (command: readonly string[], file?: string): number =>
  timesOf(command, file).processor;
