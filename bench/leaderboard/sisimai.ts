/** Sisimai, by a path: `SISIMAI_LIB=…/p5-sisimai/lib`, or where perl has one of its own, with the version that it reports. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sisimaiReason } from './categories.ts';
import { type Answer, type Contender, saidIn } from './judge.ts';

const SCRIPT = fileURLToPath(new URL('./sisimai.pl', import.meta.url));

/** @param lib the folder of its Perl modules; undefined: perl's own */
export function sisimai(lib: string | undefined): Contender {
  const ask = (texts: readonly string[]) =>
    spawnSync('perl', [...(lib === undefined ? [] : [`-I${lib}`]), SCRIPT], {
      input: texts.map((text) => `${JSON.stringify(text)}\n`).join(''),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
  const { status, stdout } = ask([]);
  if (status !== 0)
    return { name: 'Sisimai', judge: null, absent: 'name the folder of its Perl modules in SISIMAI_LIB' };
  const { version } = JSON.parse(stdout) as { version: string };
  return {
    name: `Sisimai ${version}`,
    judge: (bounces) => answersIn(ask(bounces.map(saidIn)).stdout),
  };
}

/** @param output of the script, whose first line is the version */
export const answersIn = (output: string): readonly Answer[] =>
  output
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as { reason: string | null; hard: boolean })
    .map(({ reason, hard }) => ({
      reasons: reason === null || reason === 'undefined' ? null : sisimaiReason(reason),
      suppress: hard,
    }));
