import { printable } from './lines.ts';
import { type Terminal, write } from './terminal.ts';

/** Addresses that are written at once. */
const AT_ONCE = 1000;

/** Prints one address a line, for a list to take in. */
export async function printDead(dead: Iterable<string>, terminal: Terminal): Promise<void> {
  let lines: string[] = [];
  let isNone = true;
  for (const address of dead) {
    isNone = false;
    lines.push(`${printable(address)}\n`);
    if (lines.length < AT_ONCE) continue;
    await write(terminal.stdout, lines.join(''));
    lines = [];
  }
  if (isNone) terminal.stderr.write('No address is dead beyond doubt.\n');
  else await write(terminal.stdout, lines.join(''));
}
