/** `/bounces …`: what is open, the numbers of the week, the suppression list. */
import { listCases, refusal, rulesOf, statsOf, type Which } from '../cases/index.ts';
import {
  bouncesHelpReply,
  caseListReply,
  type Listed,
  type Reply,
  refusalReply,
  statsReply,
} from '../replies/index.ts';
import { isOutage, outageWords } from '../store/index.ts';
import { checkVerb } from './check-verb.ts';
import type { Command } from './contract.ts';
import type { Room } from './room.ts';
import { suppressionVerbs } from './suppression-verbs.ts';
import type { Verb } from './verb.ts';
import { verdictOf } from './verdicts.ts';

/** Cases in one list. */
const PAGE = 15;
const DAYS = 7;
const DAY = 24 * 60 * 60 * 1000;

const list = (which: Which): Verb => ({
  needs: 'viewer',
  async run(room, { actor }) {
    const page = { from: 0, most: PAGE };
    const { cases, total } = await listCases(room.store, actor.team, which, actor.id, page);
    const listed: Listed[] = [];
    for (const handled of cases) {
      const post = await room.store
        .selectFrom('posts')
        .select(['channel', 'ref'])
        .where('team', '=', actor.team)
        .where('case_id', '=', handled.id)
        .orderBy('posted_at')
        .limit(1)
        .executeTakeFirst();
      listed.push({ case: handled, title: (await verdictOf(room, handled)).title, post: post ?? null });
    }
    return caseListReply(which, listed, total);
  },
});

const VERBS: Readonly<Record<string, Verb>> = {
  open: list('open'),
  mine: list('mine'),
  escalated: list('escalated'),
  snoozed: list('snoozed'),
  stats: {
    needs: 'viewer',
    async run({ store, now }, { actor }) {
      return statsReply(await statsOf(store, actor.team, now().getTime() - DAYS * DAY), DAYS);
    },
  },
  check: checkVerb,
  help: { needs: 'viewer', run: async () => bouncesHelpReply(null) },
  ...suppressionVerbs,
};

/** @returns the answer, for the one who asked alone; a command that there isn't is answered with help */
export async function runCommand(room: Room, command: Command): Promise<Reply> {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*?)\s*$/.exec(command.text) ?? [];
  if (word === '') return bouncesHelpReply(null);
  const verb = Object.hasOwn(VERBS, word.toLowerCase()) ? VERBS[word.toLowerCase()] : undefined;
  if (!verb) return bouncesHelpReply(word);
  try {
    const no = refusal(command.actor, verb.needs, await rulesOf(room.store, command.actor.team));
    return no === null ? await verb.run(room, command, rest) : refusalReply('You may not do that', no);
  } catch (error) {
    if (!isOutage(error)) throw error;
    return refusalReply(
      'Nothing was changed',
      `${outageWords(error)}. Explanations work all the same; please try this again in a minute.`,
    );
  }
}
