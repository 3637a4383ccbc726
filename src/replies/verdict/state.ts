/** How a case stands: who has it since when, and behind that how far it is. */
import type { Actor } from '../../audit/index.ts';
import { type Dossier, isAllListed } from '../../cases/index.ts';
import { has } from '../has.ts';
import { caseLeaf } from '../incident.ts';
import { type Leaf, type Line, plain } from '../leaf.ts';
import type { Progress } from '../progress.ts';
import { ownerFor } from './hint.ts';
import type { Matter } from './matter.ts';

/** @returns the halves of the line, the first the more needed; none while nothing was done */
export function stateFor(matter: Matter): readonly Line[] {
  const { dossier, progress } = matter;
  if (dossier === null) return [];
  return [
    ...caseState(dossier, progress),
    ...(progress === null ? [] : [...incidentState(progress), ...checkState(matter, progress)]),
  ];
}

function caseState(dossier: Dossier, progress: Progress | null): readonly Line[] {
  const {
    case: { status, owner },
    cameBack,
  } = dossier;
  switch (status.kind) {
    case 'open':
      return listedState(dossier) ?? (cameBack ? [cameBackWords(cameBack)] : throughState(progress));
    case 'claimed':
      return [
        hasIt(owner ?? status.by, status.at),
        ...(listedState(dossier) ?? (cameBack ? [cameBackWords(cameBack)] : throughState(progress))),
      ];
    case 'snoozed':
      return [
        [...plain('Snoozed until '), time(status.until), ...plain(' by '), person(status.by)],
        ...(owner ? [[person(owner), ...plain(` ${has(owner)} it`)]] : []),
      ];
    case 'escalated':
      return [
        [person(status.by), ...plain(' escalated it, '), time(status.at)],
        ...acknowledgedState(progress),
        ...(owner ? [[person(owner), ...plain(` ${has(owner)} it`)]] : []),
      ];
    case 'dismissed':
    case 'resolved':
      return [[...plain('By '), person(status.by), ...plain(', '), time(status.at)]];
  }
}

const hasIt = (actor: Actor, at: number): Line => [
  ...plain('👤 '),
  person(actor),
  ...plain(` ${has(actor)} it since `),
  time(at),
];

/** Nothing is left to suppress; null where something is. */
function listedState(dossier: Dossier): readonly Line[] | null {
  const { suppressed } = dossier;
  if (suppressed === null || !isAllListed(dossier)) return null;
  const { at, by } = suppressed;
  return [[...plain('On the suppression list since '), time(at), ...plain(', by '), person(by)]];
}

const cameBackWords = ({ from, by }: NonNullable<Dossier['cameBack']>): Line => {
  const what = from === 'resolved' ? 'resolved it' : 'said that it is no bounce';
  return by === null
    ? plain(`Back after it was ${from === 'resolved' ? 'resolved' : 'marked as no bounce'}`)
    : [...plain('Back after '), person(by), ...plain(` ${what}`)];
};

/** Another case of the same problem was escalated: its ticket counts these bounces. */
function throughState(progress: Progress | null): readonly Line[] {
  if (!progress?.escalation || progress.through === null) return [];
  const { by, openedAt } = progress.escalation;
  return [
    [person(by), ...plain(' escalated it with '), caseLeaf(progress.through), ...plain(', '), time(openedAt)],
    ...acknowledgedState(progress),
  ];
}

function acknowledgedState(progress: Progress | null): readonly Line[] {
  const escalation = progress?.escalation ?? null;
  if (escalation === null) return [];
  const { acknowledged, targets, closedAt } = escalation;
  if (acknowledged) return [[person(acknowledged.by), ...plain(' acknowledged, '), time(acknowledged.at)]];
  return targets.length > 0 && closedAt === null ? [plain('not acknowledged yet')] : [];
}

/** A sibling of an incident tells which case has its number. */
function incidentState({ incident }: Progress): readonly Line[] {
  return incident?.main ? [[...plain('One problem with '), caseLeaf(incident.main)]] : [];
}

/** When DNS was looked at, and who owns what was found. */
function checkState(matter: Matter, { check }: Progress): readonly Line[] {
  switch (check.kind) {
    case 'none':
    case 'possible':
    case 'unnamed':
      return [];
    case 'under-way':
      return [plain('🔎 Checking DNS…')];
    case 'fault':
      return [plain(`DNS not checked: ${check.why}`)];
    case 'done': {
      const at: Line = [...plain('🔎 Checked '), time(Date.parse(check.report.at))];
      return matter.diagnosis.category === 'authentication'
        ? [[...at, ...plain(' · owner: '), ...withoutWhoever(ownerFor(matter))]]
        : [at];
    }
  }
}

/** "whoever runs the DNS of example.com" → "DNS of example.com" */
const withoutWhoever = ([first, ...rest]: Line): Line =>
  first?.kind === 'text' ? [...plain(first.text.replace(/^whoever runs (?:the )?/, '')), ...rest] : [];

const person = (actor: Actor): Leaf => ({ kind: 'actor', actor });
const time = (at: number): Leaf => ({ kind: 'time', at });
