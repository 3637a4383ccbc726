import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { Unknown } from './people.ts';
import { inWords, isTooLateToOpen } from './web-client.ts';

/**
 * Logs an error under a short reference, which the person is told too.
 *
 * @param what what was being done, for the log: "a lookup"
 * @returns what to tell the person: what failed, what to do, and the reference, safe as mrkdwn
 */
export function sorry(log: Logger, what: string, error: unknown): string {
  if (error instanceof Unknown) {
    log.warn(error.message);
    return `⚠️ ${error.message}`;
  }
  if (isTooLateToOpen(error)) {
    log.warn({ error: inWords(error) }, `${what} came too late for Slack`);
    return '⚠️ That took longer than Slack lets a form be opened after a press. Nothing was changed: please press again.';
  }
  const reference = randomBytes(3).toString('hex');
  log.error({ reference, error: inWords(error) }, `${what} failed`);
  return `⚠️ That did not work, and the fault is mine: ${what} failed. Please try again in a minute. If it keeps failing, tell whoever runs me that it was error \`${reference}\`; my log says more under that name.`;
}
