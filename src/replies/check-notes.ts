/** The answers to `/bounces check`: the same card as a case's check of DNS, about what was typed. */
import type { CheckReport } from '../dns/index.ts';
import type { Draft } from './card.ts';
import { causeSteps, checkFacts } from './check-section.ts';
import { buttonFor } from './labels.ts';
import { lineOf } from './line.ts';
import { lookedUpCard, lookedUpDetails } from './looked-up.ts';
import { type Button, type Line, type NoteReply, plain, type VerdictReply } from './reply.ts';
import { cardCheckOf } from './verdict/check.ts';

const MOST_COMMANDS = 4;
/** Characters of a button's target. */
const LONGEST_TARGET = 80;
const PREFIX = 'dns:';

const FOUND = {
  found: { look: 'authentication', whose: 'something is wrong' },
  none: { look: 'settled', whose: 'nothing is wrong' },
  unclear: { look: 'unsure', whose: 'not all could be checked' },
} as const satisfies Record<CheckReport['cause']['kind'], { look: Draft['look']; whose: string }>;

/**
 * @param typed what was asked about; null: nothing leads on from the answer, as in a terminal
 * @param shared whether this is the copy for the channel, which needs no button to share it
 * @returns what DNS says, for the one who asked
 */
export function checkReply(report: CheckReport, typed: string | null, shared = false): VerdictReply {
  const { subject, cause } = report;
  const { look, whose } = FOUND[cause.kind];
  const about = [subject.domain ?? subject.from ?? subject.recipient, subject.ip].filter(
    (part) => part !== null,
  );
  const title = `DNS of ${about.join(' and ')}`;
  const steps = causeSteps(report);
  return {
    kind: 'verdict',
    caseId: null,
    category: 'authentication',
    title,
    meaning: steps[0] ?? [],
    whose: [],
    escalation: null,
    related: [],
    card: lookedUpCard({
      look,
      title,
      badge: { kind: 'DNS check', whose, address: null },
      check: cardCheckOf(report),
      // A terminal has just asked.
      state: typed === null ? [] : [[...plain('🔎 Checked '), { kind: 'time', at: Date.parse(report.at) }]],
      actions: typed === null ? [] : rowFor(typed, shared),
    }),
    details: lookedUpDetails({
      title,
      steps: [...steps, ...commandsFor(report)],
      dns: checkFacts(report),
    }),
  };
}

/** DNS is asked again for what they show: no state need be kept. None where what was typed is too long for a button. */
function rowFor(typed: string, shared: boolean): readonly Button[] {
  const target = `${PREFIX}${typed}`;
  if (target.length > LONGEST_TARGET) return [];
  return [...(shared ? [] : [buttonFor('share', target)]), buttonFor('details', target)];
}

/** @returns what was typed behind `/bounces check` for the answer that bears a button; null: it is another's */
export const checkTypedIn = (target: string): string | null =>
  target.startsWith(PREFIX) ? target.slice(PREFIX.length) : null;

function commandsFor({ cause, rows }: CheckReport): readonly Line[] {
  const row = cause.kind === 'found' ? rows.find(({ id }) => id === cause.row) : undefined;
  return (row?.verify ?? [])
    .slice(0, MOST_COMMANDS)
    .map((command) => [...plain('To see the same: '), { kind: 'code', text: command }]);
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
