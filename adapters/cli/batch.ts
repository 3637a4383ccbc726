/** `explain --batch`: one text a line in, one judgement a line out, in the same order. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { bounceJson } from './bounce-json.ts';
import { EXIT } from './exit.ts';
import type { Judge } from './judge.ts';

const request = z.object({ id: z.unknown().optional(), text: z.string() });

/**
 * @param input lines of JSON: {"id": …, "text": …}
 * @returns 0 when any text held a bounce, else 1
 */
export async function explainBatch(input: Readable, judge: Judge): Promise<number> {
  let found = false;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    const answer = await answerLine(line, judge);
    found ||= 'bounces' in answer && answer.bounces.length > 0;
    if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  }
  return found ? EXIT.found : EXIT.none;
}

async function answerLine(line: string, { catalog, explain }: Judge) {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return {
      error: 'This line is no valid JSON. It must be like {"id": 1, "text": "550 5.1.1 User unknown"}.',
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
