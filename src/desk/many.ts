/** Many bounces of one message: their one answer as things are now, and what its buttons and its select do. */
import {
  addressTable,
  answerTo,
  asOne,
  type Case,
  findCase,
  isSurelyDead,
  judge,
  keptAmong,
  lastingAmong,
  lockAnswer,
  type ManyAnswer,
  openAnswer,
  openIncidents,
  type Problem,
  problemKey,
  refusal,
  refusalsTold,
  rulesOf,
  suppressedWith,
  type ToldCase,
  toldCasesOf,
  troubleIn,
  undoneWith,
} from '../cases/index.ts';
import { enqueue } from '../queue/index.ts';
import {
  ADDRESS_FILES,
  type Dead,
  deadAlone,
  type Group,
  groupsAlone,
  type ManyReply,
  manyReply,
  noneLeftReply,
  type Refuser,
  type Reply,
  refusersOf,
  suppressRefusalWords,
  unsavedMany,
} from '../replies/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { carryOut } from './change-case.ts';
import type { Context } from './context.ts';
import type { Action, Outcome } from './contract.ts';
import { knownReply } from './known.ts';
import { GONE, NOTHING, refuse } from './outcome.ts';
import { verdictOf } from './verdicts.ts';

/** @returns the answer as things are now */
export async function manyOf(context: Context, answer: ManyAnswer): Promise<ManyReply> {
  const told = await toldCasesOf(context.store, answer.team, answer.messageId);
  if (told.length === 0) return noneLeftReply(answer.id);
  const refusers = await refusersIn(context, answer, told);
  const groups = await groupsOf(context, answer.team, told, refusers);
  const dead = await deadIn(context, answer, groups, refusers);
  return manyReply(answer.id, groups, dead, answer.left, context.catalog);
}

type Member = Group & Pick<ToldCase, 'case' | 'members'>;

async function groupsOf(
  context: Context,
  team: string,
  told: readonly ToldCase[],
  refusers: (cases: readonly Case[]) => readonly Refuser[],
): Promise<readonly Member[]> {
  const problems = told.flatMap((one) => problemKey(one.case.key) ?? []);
  const open = await openIncidents(context.store, team, problems);
  const lasting = await lastingIn(context, team, told);
  return told.map((one) => ({
    ...one,
    id: one.case.id,
    isSettled: one.case.status.kind === 'resolved' || one.case.status.kind === 'dismissed',
    diagnosis: judge(context, one.case),
    refusers: refusers(one.members),
    lasts: one.case.recipients.length > 0 && one.case.recipients.every((address) => lasting.has(address)),
    isIncident: troubleIn(one.case.key) !== null || open.has(problemKey(one.case.key) ?? ''),
  }));
}

/** @returns the addresses that were put off for so long that their own cards offer to suppress them */
async function lastingIn(
  { store, patience, now }: Context,
  team: string,
  told: readonly ToldCase[],
): Promise<ReadonlySet<string>> {
  const soft = told.filter(({ case: { category, corrected } }) => category === 'soft' && corrected === null);
  const addresses = [...new Set(soft.flatMap((one) => one.case.recipients))];
  const lasting = await lastingAmong(store, team, addresses, patience, now().getTime());
  return new Set(lasting.map(({ address }) => address));
}

/** @returns by case who refused: of one that many recipients are in, each by the host that refused it */
async function refusersIn(
  { store, catalog }: Pick<Context, 'store' | 'catalog'>,
  { team, messageId }: ManyAnswer,
  told: readonly ToldCase[],
): Promise<(cases: readonly Case[]) => readonly Refuser[]> {
  const many = told
    .flatMap(({ members }) => members)
    .filter(({ side, count }) => side === 'sender' && count > 1);
  const refusals = await refusalsTold(
    store,
    { team, id: messageId },
    many.map(({ id }) => id),
  );
  return (cases) =>
    refusersOf(
      cases.flatMap((one) => refusals.get(one.id) ?? one.refusals),
      catalog,
    );
}

async function deadIn(
  context: Context,
  answer: ManyAnswer,
  groups: readonly Member[],
  refusers: (cases: readonly Case[]) => readonly Refuser[],
): Promise<Dead> {
  const left = groups.filter(({ isSettled }) => !isSettled);
  const sure = left.filter((group) => isSurelyDead(group.case, group.diagnosis));
  const likely = left.filter(
    ({ diagnosis: { category, suppress, certainty } }) =>
      category === 'hard' && suppress && certainty !== 'sure',
  );
  const ids = groups.flatMap(({ members }) => members.map(({ id }) => id));
  const parts = (group: Member): readonly Case[] => {
    const unsettled = new Set(group.case.parts);
    return group.members.filter(({ id }) => unsettled.has(id));
  };
  const { done, before } = await suppressedWith(context.store, answer.team, ids, answer.madeAt);
  return {
    sure: addressesOf(sure).size,
    likely: addressesOf(likely).size,
    by: refusers(sure.flatMap(parts)),
    done,
    before,
  };
}

const addressesOf = (groups: readonly Pick<Member, 'case'>[]): ReadonlySet<string> =>
  new Set(groups.flatMap(({ case: { recipients } }) => recipients));

/** Puts on the list what is dead beyond doubt, each address by its own words; or takes that back. */
export async function handleDead(
  context: Context,
  action: Action & { readonly action: 'suppress' | 'undo' },
  answer: ManyAnswer,
): Promise<Outcome> {
  const { action: name } = action;
  let kept: ReadonlySet<string> = new Set();
  const find = async (tx: Store): Promise<Case | null> => {
    await lockAnswer(tx, answer);
    const told = await toldCasesOf(tx, answer.team, answer.messageId);
    const members = [...new Map(told.flatMap((one) => one.members.map((part) => [part.id, part]))).values()];
    const some = name === 'undo' ? await undoneWith(tx, members, 'suppress') : await deadAmong(tx, members);
    return some.length === 0 ? null : asOne(answer.id, some);
  };
  const deadAmong = async (tx: Store, members: readonly Case[]): Promise<readonly Case[]> => {
    const open = members.filter(({ status: { kind } }) => kind !== 'resolved' && kind !== 'dismissed');
    const sure = open.filter((one) => isSurelyDead(one, judge(context, one)));
    kept = await keptAmong(tx, answer.team, sure, context);
    return sure.filter(({ recipients }) => !recipients.some((address) => kept.has(address)));
  };
  // Read before the transaction.
  await context.fingerprint();
  const done = await transaction(context.store, (tx) =>
    carryOut(context, tx, action, find, { do: name }, []),
  );
  const update = await manyOf(context, answer);
  const skipped = keptWords([...kept]);
  if (!done?.applied.auditId) {
    const why = done?.applied.refusal ? suppressRefusalWords(done.applied.refusal) : null;
    return { ...NOTHING, update, notice: why ?? skipped ?? nothingLeft(name, update) };
  }
  return { ...NOTHING, update: done.seenTo ? null : update, notice: skipped };
}

const nothingLeft = (name: 'suppress' | 'undo', { state }: ManyReply): string =>
  name === 'undo' || state === null
    ? 'There is nothing to do any more.'
    : 'Somebody was first: they are suppressed already.';

function keptWords(addresses: readonly string[]): string | null {
  const [first] = addresses;
  if (first === undefined) return null;
  const many = addresses.length > 1;
  const whom = many ? `${addresses.length.toLocaleString('en')} addresses` : first;
  return `I left out ${whom}: ${many ? 'they' : 'it'} bounced again since for another reason, which is none to suppress ${many ? 'them' : 'it'}.`;
}

/** "Show a problem…": its card into the thread, once; then for whoever chose it, with the way to it; or a file. */
export async function showProblem(context: Context, action: Action, answer: ManyAnswer): Promise<Outcome> {
  const { choice, actor, place } = action;
  if (choice === ADDRESS_FILES.dead || choice === ADDRESS_FILES.all) {
    const no = refusal(actor, 'triager', await rulesOf(context.store, actor.team));
    return no === null ? { ...NOTHING, file: await fileOf(context, answer, choice) } : refuse(no);
  }
  const now = context.now().getTime();
  const done = await transaction(context.store, async (tx) => {
    await lockAnswer(tx, answer);
    const handled = choice === null ? null : await findCase(tx, answer.team, choice);
    if (handled === null) return null;
    const posted = await postIn(tx, answer, handled);
    if (posted !== null) return { handled, posted };
    const { platform, channel } = place;
    const thread = { team: answer.team, platform, channel, messageId: answer.messageId };
    await enqueue(tx, [{ kind: 'post', body: { show: 'case', caseId: handled.id }, ...thread }], null, now);
    return { handled, posted: null };
  });
  if (done === null) return GONE;
  if (done.posted === null) return NOTHING;
  if (done.posted === 'on its way') return refuse('It is on its way into the thread.');
  return { ...NOTHING, aside: await knownReply(context, done.handled, done.posted) };
}

/** @returns the case's card in the answer's thread, or that it is about to be there; null where it isn't */
async function postIn(
  store: Store,
  { team, messageId }: ManyAnswer,
  { shownAs }: Case,
): Promise<{ readonly channel: string; readonly ref: string } | 'on its way' | null> {
  const post = await store
    .selectFrom('posts')
    .select(['channel', 'ref'])
    .where('team', '=', team)
    .where('message_id', '=', messageId)
    .where('case_id', 'in', shownAs)
    .where('shows', '=', 'case')
    .limit(1)
    .executeTakeFirst();
  if (post) return post;
  const owed = await store
    .selectFrom('outbox')
    .select('id')
    .where('team', '=', team)
    .where('message_id', '=', messageId)
    .where('case_id', 'in', shownAs)
    .where('kind', '=', 'post')
    .where('done_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return owed ? 'on its way' : null;
}

/** The addresses of the message, or those of them that are surely dead, each with what befell it. */
async function fileOf(
  context: Context,
  { team, messageId }: ManyAnswer,
  which: (typeof ADDRESS_FILES)[keyof typeof ADDRESS_FILES],
): Promise<NonNullable<Outcome['file']>> {
  const told = await toldCasesOf(context.store, team, messageId);
  const rows = told.flatMap(({ members }) =>
    members.flatMap((member) => {
      const verdict = judge(context, member);
      if (which === ADDRESS_FILES.dead && !isSurelyDead(member, verdict)) return [];
      return member.recipients.map((address) => [
        address,
        member.reason,
        member.category,
        verdict.certainty,
        member.status.kind,
      ]);
    }),
  );
  const columns = ['address', 'reason', 'category', 'certainty', 'status'];
  const name = which === ADDRESS_FILES.dead ? 'dead-addresses.csv' : 'addresses.csv';
  return addressTable(name, [columns, ...rows]);
}

/**
 * @param told what the message told when it was answered
 * @returns the answer for whoever asks about it once more: of its case, or of all of them
 */
export async function replyAgain(
  context: Context,
  { team, id }: { readonly team: string; readonly id: string },
  told: readonly ToldCase[],
): Promise<readonly Reply[]> {
  const [only, ...others] = told;
  if (only === undefined) return [];
  if (others.length === 0) return [await verdictOf(context, only.case)];
  const known = await answerTo(context.store, team, id);
  // An older version answered it problem by problem.
  if (known === null) await openAnswer(context.store, team, id, null, context.now().getTime());
  const answer = known ?? (await answerTo(context.store, team, id));
  return answer ? [await manyOf(context, answer)] : [];
}

/** @returns the answer to a message whose problems can't be written down: there is nothing to press */
export const manyUnsaved = (
  { catalog }: Pick<Context, 'catalog'>,
  problems: readonly Problem[],
  left: string | null,
): ManyReply =>
  unsavedMany(manyReply(null, groupsAlone(problems, catalog), deadAlone(problems), left, catalog));
