/**
 * The buttons of a card by its situation: the first is what one should do, and green where it is surely right. The table
 * in `../shared/answer/answer.md`, section 4.
 */
import { isAllListed, suppressRefusal } from '../../cases/index.ts';
import type { ReasonId } from '../../catalog/index.ts';
import { type Diagnosis, saysOther } from '../../diagnosis/index.ts';
import type { ActionName, Button } from '../button.ts';
import { buttonFor } from '../labels.ts';
import { shownText } from '../line.ts';
import { tellsResend } from '../resend.ts';
import { isPerhapsDead } from '../unsure.ts';
import { asksOfOtherMail, asksOfThisYear, doubtFor } from './doubt.ts';
import { lastsForAll, type Matter } from './matter.ts';
import { removalPage } from './removal.ts';
import { questionFor, stepsFor } from './says.ts';

/** @returns the first, the second, and Details; none where nobody handles it */
export function rowFor(matter: Matter): readonly Button[] {
  const { dossier } = matter;
  if (dossier === null) return [];
  const { id, owner, status } = dossier.case;
  const row = status.kind === 'open' || status.kind === 'claimed' ? openRow(matter) : standing(matter);
  return [...(owner === null ? row : row.flatMap(claimed)).slice(0, 2), buttonFor('details', id)];
}

/** What is somebody's can't be claimed: who has it goes on with it, or gives it back. */
function claimed(button: Button): readonly Button[] {
  if (button.action !== 'claim') return [button];
  const release = buttonFor('release', button.target);
  return button.style === 'primary'
    ? [buttonFor('resolve', button.target, { style: 'primary' }), release]
    : [release];
}

function standing(matter: Matter): readonly Button[] {
  const { button } = buttonsAbout(matter);
  const { dossier } = matter;
  switch (dossier?.case.status.kind) {
    case 'snoozed':
      return [button('wake')];
    case 'resolved':
      return [button(dossier.suppressed?.here ? 'undo' : 'reopen')];
    case 'dismissed':
      return [button('undo')];
    default:
      return openRow(matter);
  }
}

function openRow(matter: Matter): readonly Button[] {
  const { course, diagnosis } = matter;
  const { button, green } = buttonsAbout(matter);
  const { category, suppress } = diagnosis;
  if (course !== null) {
    return course.over ? [green('resolve'), button('claim')] : [button('snooze-1h'), button('claim')];
  }
  if (category === 'info') return suppress && maySuppress(matter) ? [green('suppress')] : [];
  const known = afterCheck(matter) ?? (isEscalated(matter) ? escalatedRow(matter) : null);
  if (known !== null) return known;
  if (isPerhapsDead(diagnosis)) return perhapsDeadRow(matter);
  const row = isDead(matter) ? deadRow(matter) : livingRow(matter);
  if (diagnosis.certainty !== 'unsure') return row;
  // What isn't sure is nothing to press blindly: whoever knows the answer to the question says what it is.
  const [answer] = otherButton(matter);
  const room = MOST_LABELS - (answer?.label.length ?? 0);
  return [
    ...(answer ? [answer] : []),
    ...row.filter(({ label }) => label.length <= room).map((one): Button => ({ ...one, style: 'plain' })),
  ];
}

/** Characters of a row's two buttons beside *Details*; *Release* takes two more than *Claim*. */
const MOST_LABELS = 30 - 'Details'.length - 2;

/** What it is where it is no dead address, in a word or two: on a button, which has 30 characters with the two beside it. */
const OTHERS: Readonly<Partial<Record<ReasonId, string>>> = {
  blocked: 'block',
  'bad-reputation': 'block',
  'policy-violation': 'block',
  rejected: 'block',
  'spam-detected': 'spam filter',
  'rate-limited': 'limit',
  'mailbox-full': 'full mailbox',
  suspend: 'switched off',
  filtered: 'their rule',
  'network-error': 'fault',
  'system-error': 'fault',
  'no-relaying': 'wrong host',
  'security-error': 'our login',
};

/** None is green: whoever knows the answer to the question decides. */
function perhapsDeadRow(matter: Matter): readonly Button[] {
  const { button } = buttonsAbout(matter);
  const answer = asksOfOtherMail(matter) ? 'Yes' : asksOfThisYear(matter) ? 'No' : null;
  const suppress =
    answer !== null && maySuppress(matter)
      ? [button('suppress', { label: `${answer}: suppress…`, confirm: doubtFor(matter) })]
      : [];
  return [...suppress, ...otherButton(matter), button('claim')];
}

/** The answer to the card's question that says it is the other thing: "No: block". */
function otherButton(matter: Matter): readonly Button[] {
  const { otherwise } = matter.diagnosis;
  const name = OTHERS[otherwise?.reason ?? 'undefined'];
  const answer = otherwise === null || questionFor(matter) === null ? null : saysOther(otherwise.ask);
  if (answer === null || name === undefined || matter.dossier?.case.expired) return [];
  return [buttonsAbout(matter).button('say-other', { label: `${answer}: ${name}` })];
}

const isDead = (matter: Matter): boolean =>
  (matter.diagnosis.suppress || (matter.dossier?.lasting.length ?? 0) > 0) && maySuppress(matter);

/** Hard, or soft for so long that it counts as dead. */
function deadRow(matter: Matter): readonly Button[] {
  const { button, green } = buttonsAbout(matter);
  if (matter.dossier !== null && isAllListed(matter.dossier)) return [button('resolve'), button('claim')];
  const confirm = doubtFor(matter);
  const many = matter.recipients.length;
  const label = many > 1 ? `Suppress all ${many.toLocaleString('en')}` : 'Mark suppressed';
  const second = matter.diagnosis.suppress ? button('claim') : button('snooze-24h');
  return [green('suppress', { confirm, label: confirm === null ? label : `${label}…` }), second];
}

function livingRow(matter: Matter): readonly Button[] {
  const { button, green } = buttonsAbout(matter);
  const { category } = matter.diagnosis;
  switch (category) {
    case 'soft':
      return [button(snoozeFor(matter)), button('claim')];
    case 'throttle':
      return [green('claim'), button('snooze-1h')];
    case 'authentication':
    case 'policy':
      if (isSlowed(matter.diagnosis)) return [green('claim'), button('snooze-1h')];
      return [firstLook(matter), button('escalate')];
    case 'configuration':
      return [green('claim'), button('escalate')];
    case 'content':
      return [green('claim'), button('hand-over')];
    default:
      return [green('claim')];
  }
}

/** What tells more: DNS where it can be asked, else the list's own page, else what has to be named for DNS. */
function firstLook(matter: Matter): Button {
  const { green } = buttonsAbout(matter);
  if (isCheckable(matter)) return green('check', { label: checkLabel(matter) });
  const url = matter.diagnosis.category === 'policy' ? removalPage(matter) : null;
  if (url !== null) return green('visit', { label: 'Look it up ↗', url });
  const label = namingLabel(matter);
  return label === null ? green('claim') : green('check-domain', { label });
}

/** Put off for how much comes or what is thought of it: the queue goes on by itself, and no list could be asked. */
const isSlowed = ({ category, reason, permanence, retry, blocklist }: Diagnosis): boolean =>
  category === 'policy' && permanence === 'temporary' && retry && blocklist === null && reason !== 'blocked';

/** What takes a day rather than an hour until it is worth another look. */
const A_DAY: ReadonlySet<ReasonId> = new Set([
  'mailbox-full',
  'suspend',
  'not-accept',
  'user-unknown',
  'host-unknown',
  'has-moved',
  'expired',
  'system-full',
]);

/** Until when the card's steps say to wait. */
const snoozeFor = (matter: Matter): ActionName =>
  A_DAY.has(matter.diagnosis.reason) ||
  stepsFor(matter, questionFor(matter)).some((step) => tellsResend(step) && TOMORROW.test(shownText(step)))
    ? 'snooze-24h'
    : 'snooze-1h';
const TOMORROW = /\btomorrow\b|\ba day\b|\b24 hours\b/i;

/** @returns what to press once DNS was looked at; null: it wasn't, or it has nothing to do with what bounced */
function afterCheck(matter: Matter): readonly Button[] | null {
  const { button, green } = buttonsAbout(matter);
  const { progress, diagnosis } = matter;
  const check = progress?.check;
  if (check === undefined || diagnosis.category === 'hard') return null;
  if (check.kind === 'under-way') return [button('escalate'), button('claim')];
  if (check.kind === 'fault') return [button('check', { label: 'Check again' }), button('escalate')];
  if (check.kind !== 'done') return null;
  const again = button('check', { label: 'Check again' });
  if (check.since?.passes) return [green('resolve'), again];
  if (isEscalated(matter)) return null;
  const listed = check.report.rows.find((row) => row.mark === 'bad' && row.topic === 'blocklist');
  if (diagnosis.category === 'policy' && listed?.link) {
    return [green('visit', { label: 'Ask for removal ↗', url: listed.link }), again];
  }
  // Nothing could be looked at: what was to be done before still is.
  if (check.report.cause.kind === 'unclear') {
    const url = diagnosis.category === 'policy' ? removalPage(matter) : null;
    const first = url === null ? button('escalate') : green('visit', { label: 'Look it up ↗', url });
    return [first, again];
  }
  return check.report.rows.some(({ mark }) => mark === 'bad')
    ? [green('escalate'), again]
    : [green('claim'), again];
}

/** Others are at it: did they do it? */
function escalatedRow(matter: Matter): readonly Button[] {
  const { button, green } = buttonsAbout(matter);
  if (!isCheckable(matter)) return [button('resolve'), button('claim')];
  const wasChecked = matter.progress?.check.kind === 'done';
  return [green('check', { label: wasChecked ? 'Check again' : checkLabel(matter) }), button('resolve')];
}

/** @returns whether somebody was told of it, with this case or with another of the same problem */
export const isEscalated = ({ dossier, progress }: Matter): boolean =>
  dossier?.case.status.kind === 'escalated' || (progress?.through ?? null) !== null;

/** @returns whether DNS may tell why it bounced, and it is known what to ask */
export const isCheckable = ({ progress }: Matter): boolean =>
  !['none', 'unnamed'].includes(progress?.check.kind ?? 'none');

/** @returns what a button says that asks for what DNS is to be asked about; null where nothing is lacking */
export function namingLabel({ progress }: Matter): string | null {
  if (progress?.check.kind !== 'unnamed') return null;
  return progress.check.lacking === 'ip' ? 'Check an IP…' : 'Check a domain…';
}

const checkLabel = ({ diagnosis: { category } }: Matter): string =>
  category === 'policy' ? 'Check listing' : 'Check DNS now';

/** @returns whether the bounce may be a reason to suppress somebody */
export const maySuppress = ({ dossier, diagnosis }: Matter): boolean =>
  dossier !== null && suppressRefusal(dossier.case, diagnosis) === null;

/** @returns whether suppressing is offered behind *More…*: what isn't sure, and what lasts for some */
export const maySuppressAfterAll = (matter: Matter): boolean =>
  maySuppress(matter) &&
  (isPerhapsDead(matter.diagnosis) || (matter.dossier?.lasting.length ?? 0) > 0 || lastsForAll(matter));

function buttonsAbout({ dossier }: Matter) {
  const target = dossier?.case.id ?? '';
  const button = (action: ActionName, look: Partial<Button> = {}): Button => buttonFor(action, target, look);
  const green: typeof button = (action, look) => button(action, { ...look, style: 'primary' });
  return { button, green };
}
