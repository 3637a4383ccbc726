/** New looks that are owed to messages of ours, as what they show has changed. */
import type { Selectable } from 'kysely';
import { among, type Store, type Tables } from '../store/index.ts';
import { enqueue } from './outbox.ts';

/** How many of them, the newest, are brought up to date at once: a trouble that lasts is told of in many messages. */
const MOST_ANSWERS = 50;
/** So many in one statement: others have their turn between two of them. */
const IDS_AT_ONCE = 1000;

/**
 * Owes each of the cases' messages its new look, and those of their bundles. One that is owed already, and not yet under
 * way, will show how things stand when it goes out.
 * @param cases ids of cases, or of bundles: then the messages of each of their cases show it too
 */
export async function enqueueUpdates(
  store: Store,
  team: string,
  cases: string | readonly string[],
  now: number,
): Promise<void> {
  for (const ids of await shownWith(store, team, cases)) {
    const posts = await store
      .selectFrom('posts')
      .selectAll()
      .where('team', '=', team)
      .where('case_id', 'in', among(store, ids))
      .where('shows', 'in', ['case', 'ticket', 'copy'])
      .execute();
    await enqueueLooks(store, team, posts, now);
  }
}

/**
 * The same where somebody handled the cases, or they came back: then also what tells that they are known, and answers
 * that tell of them among others.
 */
export async function enqueueStandings(
  store: Store,
  team: string,
  cases: string | readonly string[],
  now: number,
): Promise<void> {
  await enqueueUpdates(store, team, cases, now);
  for (const ids of await shownWith(store, team, cases)) {
    const ofTeam = store.selectFrom('posts').selectAll().where('team', '=', team);
    const posts = await ofTeam
      .where('shows', '=', 'again')
      .where('case_id', 'in', among(store, ids))
      // Each goes by an index of its own: with an "or", SQLite reads all posts of the team.
      .unionAll(
        ofTeam
          .where('shows', '=', 'many')
          .where('message_id', 'in', (eb) =>
            eb
              .selectFrom('case_messages')
              .select('case_messages.message_id')
              .where('case_messages.team', '=', team)
              .where('case_messages.case_id', 'in', among(store, ids)),
          ),
      )
      .orderBy('posted_at', 'desc')
      .limit(MOST_ANSWERS)
      .execute();
    await enqueueLooks(store, team, posts, now);
  }
}

/** @returns the cases and bundles whose messages show one of these, in portions */
async function shownWith(
  store: Store,
  team: string,
  cases: string | readonly string[],
): Promise<readonly (readonly string[])[]> {
  const asked = typeof cases === 'string' ? [cases] : cases;
  const all = new Set(asked);
  for (let i = 0; i < asked.length; i += IDS_AT_ONCE) {
    const some = asked.slice(i, i + IDS_AT_ONCE);
    const shown = await store
      .selectFrom('cases')
      .select(['id', 'bundle'])
      .where('team', '=', team)
      .where((eb) => eb.or([eb('id', 'in', among(store, some)), eb('bundle', 'in', among(store, some))]))
      .execute();
    for (const { id, bundle } of shown) {
      all.add(id);
      if (bundle !== null) all.add(bundle);
    }
  }
  const ids = [...all];
  return Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, i) =>
    ids.slice(i * IDS_AT_ONCE, (i + 1) * IDS_AT_ONCE),
  );
}

type Post = Selectable<Tables['posts']>;

/** Owes these messages of ours their new looks. @param store a transaction */
export async function enqueueLooks(
  store: Store,
  team: string,
  posts: readonly Post[],
  now: number,
): Promise<void> {
  if (posts.length === 0) return;
  const waiting = await store
    .selectFrom('outbox')
    .select('body')
    .where('team', '=', team)
    .where('case_id', 'in', [...new Set(posts.map(({ case_id }) => case_id))])
    .where('kind', '=', 'update')
    .where('done_at', 'is', null)
    .where('attempts', '=', 0)
    .execute();
  const owed = new Set(waiting.map(({ body }) => (JSON.parse(body) as { ref: string }).ref));
  const due = posts.filter(({ ref }) => !owed.has(ref));
  await enqueue(
    store,
    due.map(({ platform, channel, ref, message_id, case_id }) => ({
      kind: 'update',
      body: { ref, caseId: case_id },
      team,
      platform,
      channel,
      messageId: message_id,
    })),
    null,
    now,
  );
}
