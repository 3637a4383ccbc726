/** What one line of a mail log tells, with what other lines told before it. */
import { addressIn } from '../../address.ts';
import { stampOf } from '../../time/stamp.ts';
import { keyIn } from './by-host.ts';
import { clientIn } from './client.ts';
import { isHandedOn, nextIdIn } from './handed-on.ts';
import type { Logged, LogLine, Memory } from './log-line.ts';
import { repeatedIn } from './repeated.ts';

export type LineRead = {
  readonly kind: LogLine;
  readonly outcomes: readonly Logged[];
  /** How often they came, where syslog wrote the line once for all: else 1. */
  readonly times: number;
  /** Of a delivery, the id that the next server gave the mail. */
  readonly next: string | null;
};

/**
 * @param entry in one line
 * @param memory of the lines before it; what this one tells is added
 * @param kinds in the order in which they are tried
 * @returns its outcomes, when and where they were logged; null where it is a line of none of these kinds
 */
export function readEntry(entry: string, memory: Memory, kinds: readonly LogLine[]): LineRead | null {
  const { line, times } = repeatedIn(entry);
  memory.line = line;
  for (const kind of kinds) {
    const outcomes = kind.line.test(line) ? kind.read(line, memory) : null;
    if (outcomes === null) continue;
    if (outcomes.length === 0) return { kind, outcomes, times, next: null };
    const tellsDelivery = outcomes.some(isDelivery);
    const left = tellsDelivery && isHandedOn(line) ? [] : stamped(line, outcomes);
    return {
      kind,
      times,
      // Names are used again: what was told before a line is surer than what comes behind it.
      outcomes: left.map((one) => completed(one, memory)),
      next: tellsDelivery ? nextIdIn(line) : null,
    };
  }
  return null;
}

export const isDelivery = ({ kind }: Logged): boolean => kind === 'delivered';

/** When and on which host a line was written, for what it tells. */
function stamped(line: string, outcomes: readonly Logged[]): readonly Logged[] {
  const stamp = stampOf(line);
  return outcomes.map((one) => ({
    ...one,
    timeFrom: 'log' as const,
    time: one.time ?? stamp?.time ?? null,
    ...(one.refusedByUs ? { clientIp: clientIn(line) } : {}),
    queueHost: one.queueId == null ? null : (one.queueHost ?? stamp?.host ?? null),
  }));
}

/** Who sent a message knows the line about it best; all else an outcome's own line. */
export function completed(one: Logged, { told }: Pick<Memory, 'told'>): Logged {
  let all = one;
  for (const name of one.of ?? []) {
    const more = told.get(keyIn(told, name, one.queueHost ?? null));
    if (more === undefined) continue;
    all = {
      ...all,
      recipient: all.recipient ?? more.recipient ?? null,
      sender: addressIn(more.sender ?? '') ?? all.sender ?? null,
      messageId: all.messageId ?? more.messageId ?? null,
      subject: all.subject ?? more.subject ?? null,
      queueId: all.queueId ?? more.queueId ?? null,
      remoteHost: all.remoteHost ?? more.remoteHost ?? null,
      ...(more.isGivenUp && all.action === 'delayed' ? { action: 'failed' } : {}),
    };
  }
  return all;
}
