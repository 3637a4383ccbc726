export { defaultWay, NO_PLAN, type Plan, routeFor, type Way } from './plan.ts';

import { readFile } from 'node:fs/promises';
import { NO_PLAN, type Plan } from './plan.ts';

/**
 * @param file null: nobody has one
 * @returns the plan of the file, or the one that holds without
 * @throws Error in plain words: it can't be read, or each mistake with file and line
 */
export async function openPlan(file: string | null): Promise<Plan> {
  if (file === null) return NO_PLAN;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${file} can't be read (${code}). ESCALATION_FILE says where the routes are.`);
  }
  const { parsePlan } = await import('./read.ts');
  const read = parsePlan(file, text);
  if ('plan' in read) return read.plan;
  throw new Error(
    `The routes of escalation are wrong:\n${read.mistakes.map((one) => `  ${one}`).join('\n')}`,
  );
}
