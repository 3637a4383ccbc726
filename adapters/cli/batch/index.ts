/** `explain --batch`: one text a line in, one judgement a line out, in the same order. */
import { EXIT } from '../exit.ts';
import type { Judge } from '../judge.ts';
import { type Terminal, write } from '../terminal.ts';
import { answering } from './answers.ts';
import { blocksOf } from './blocks.ts';

/**
 * Reads lines of JSON from standard input: {"id": …, "text": …}. What has arrived is answered together: whoever writes a
 * line and waits for its answer gets it at once.
 * @returns 0 when any text held a bounce, else 1
 */
export async function explainBatch(judge: Judge, { stdin, stdout, stderr }: Terminal): Promise<number> {
  if (stdin.isTTY)
    stderr.write('Type lines like {"id": 1, "text": "550 5.1.1 User unknown"}, then press Ctrl+D.\n');
  const answer = answering(judge);
  let found = false;
  for await (const block of blocksOf(stdin)) {
    const { bytes, found: isBounce } = await answer(block);
    found ||= isBounce;
    if (bytes.length > 0) await write(stdout, bytes);
  }
  return found ? EXIT.found : EXIT.none;
}
