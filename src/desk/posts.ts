/** Our messages. */
import type { Case } from '../cases/index.ts';
import type { Context } from './context.ts';

/** @returns our messages that show a case, or tell of its escalation; the first one first */
export function postsOf(
  { store }: Pick<Context, 'store'>,
  { team, shownAs }: Pick<Case, 'team' | 'shownAs'>,
  shows: 'case' | 'ticket',
) {
  return store
    .selectFrom('posts')
    .select(['platform', 'channel', 'ref', 'message_id'])
    .where('team', '=', team)
    .where('case_id', 'in', shownAs)
    .where('shows', '=', shows)
    .orderBy('posted_at')
    .execute();
}
