/** `explain --batch`: one text a line in, one judgement a line out, in the same order. */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { bounceJson } from '../../src/replies/index.ts';
import { EXIT } from './exit.ts';
import type { Judge } from './judge.ts';
import { type Terminal, write } from './terminal.ts';

const request = z.object({ id: z.unknown().optional(), text: z.string() });

/**
 * Reads lines of JSON from standard input: {"id": …, "text": …}.
 * @returns 0 when any text held a bounce, else 1
 */
export async function explainBatch(judge: Judge, { stdin, stdout, stderr }: Terminal): Promise<number> {
  if (stdin.isTTY)
    stderr.write('Type lines like {"id": 1, "text": "550 5.1.1 User unknown"}, then press Ctrl+D.\n');
  let found = false;
  for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    const answer = await answerLine(line, judge);
    found ||= 'bounces' in answer && answer.bounces.length > 0;
    await write(stdout, `${JSON.stringify(answer)}\n`);
  }
  return found ? EXIT.found : EXIT.none;
}

async function answerLine(line: string, { catalog, explain }: Judge) {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return {
      id: null,
      error: 'This line is not valid JSON. It must be like {"id": 1, "text": "550 5.1.1 User unknown"}.',
    };
  }
  const parsed = request.safeParse(data);
  if (!parsed.success) {
    const id = z.object({ id: z.unknown() }).safeParse(data).data?.id ?? null;
    return { id, error: 'This line has no "text" that is a string.' };
  }
  const { noticed, diagnoses, left } = await explain(parsed.data.text, { asked: true });
  const judged = diagnoses.map((diagnosis) => bounceJson(diagnosis, catalog.reasons[diagnosis.reason].title));
  return { id: parsed.data.id ?? null, noticed, bounces: judged, left };
}
