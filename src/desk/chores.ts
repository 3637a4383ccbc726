/** What is due and is delivered to nobody. */
import { jobOf, type OutboxRow } from '../queue/index.ts';
import { wake } from './change-case.ts';
import { runCheck } from './check.ts';
import type { Context } from './context.ts';
import { remind } from './escalating.ts';
import { noteQuiet } from './quiet.ts';
import { tellHook } from './telling.ts';

/** @throws where it could not be done and is to be tried again */
export async function doChore(context: Context, row: OutboxRow): Promise<void> {
  const job = jobOf(row.kind, row.body);
  switch (job.kind) {
    case 'wake':
      return wake(context, job.body.caseId, row.team, job.body.until);
    case 'check':
      return runCheck(context, row, job.body);
    case 'remind':
      return remind(context, row, job.body.caseId, job.body.escalationId);
    case 'quiet':
      return noteQuiet(context, row, job.body.caseId);
    case 'webhook':
      return tellHook(context, row, job.body);
    case 'post':
    case 'update':
    case 'line':
      return;
  }
}
