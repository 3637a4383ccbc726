/** The answers to `/bounces check`. */
import type { CheckReport } from '../dns/index.ts';
import { causeSteps, checkFacts } from './check-section.ts';
import { lineOf } from './line.ts';
import { type NoteReply, plain } from './reply.ts';

const MOST_COMMANDS = 4;

/** @returns what DNS says, for the one who asked */
export function checkReply(report: CheckReport): NoteReply {
  const { subject, rows, cause } = report;
  const row = cause.kind === 'found' ? rows.find(({ id }) => id === cause.row) : undefined;
  const about = [subject.domain ?? subject.from, subject.ip].filter((part) => part !== null);
  return {
    kind: 'note',
    tone: 'list',
    title: `DNS of ${about.join(' and ')}`,
    body: [
      ...causeSteps(report),
      ...checkFacts(report).map(({ label, value }) => [
        { kind: 'strong', text: label } as const,
        ...plain(': '),
        ...value,
      ]),
      ...(row ? [plain('To see the same:')] : []),
    ],
    examples: row?.verify.slice(0, MOST_COMMANDS) ?? [],
  };
}

/** @param faults what is wrong with what was typed, in plain words */
export const checkRefusal = (faults: readonly string[]): NoteReply => ({
  kind: 'note',
  tone: 'refusal',
  title: 'I can’t check that',
  body: [
    ...faults.map(plain),
    lineOf('Type the domain that sends, and, where you have them, the IP address and the DKIM selector.'),
  ],
  examples: ['/bounces check example.com', '/bounces check example.com 192.0.2.10 s1'],
});
