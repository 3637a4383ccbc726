/** `/bounces …`: what is open, the numbers of the week, the suppression list. */
import { refusal, rulesOf, type Which } from '../cases/index.ts';
import { bouncesHelpReply, type Reply, refusalReply } from '../replies/index.ts';
import { isOutage, outageWords } from '../store/index.ts';
import { checkVerb } from './check-verb.ts';
import type { Context } from './context.ts';
import type { Command } from './contract.ts';
import { casePage, weekReply } from './overview.ts';
import { suppressionVerbs } from './suppression-verbs.ts';
import type { Verb } from './verb.ts';

const list = (which: Which): Verb => ({
  needs: 'viewer',
  async run(context, { actor }, rest) {
    const page = /^\d{1,6}$/.test(rest) ? Math.max(0, Number(rest) - 1) : 0;
    return (await casePage(context, { which, page, actor })).list;
  },
});

const VERBS: Readonly<Record<string, Verb>> = {
  open: list('open'),
  mine: list('mine'),
  escalated: list('escalated'),
  snoozed: list('snoozed'),
  stats: {
    needs: 'viewer',
    async run(context, { actor }) {
      return weekReply(context, actor.team);
    },
  },
  check: checkVerb,
  /** All chats open a form for it before they ask the desk. */
  settings: {
    needs: 'viewer',
    run: async () =>
      refusalReply(
        'That is not a setting',
        'Type /bounces settings with nothing behind it, or with "team" for all channels.',
      ),
  },
  help: { needs: 'viewer', run: async () => bouncesHelpReply(null) },
  ...suppressionVerbs,
};

/** @returns the answer, for the one who asked alone; a command that there isn't is answered with help */
export async function runCommand(context: Context, command: Command): Promise<Reply> {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*?)\s*$/.exec(command.text) ?? [];
  if (word === '') return bouncesHelpReply(null);
  const verb = Object.hasOwn(VERBS, word.toLowerCase()) ? VERBS[word.toLowerCase()] : undefined;
  if (!verb) return bouncesHelpReply(word);
  try {
    // Who may only look may do that without a look into the store, which may be down.
    const no =
      verb.needs === 'viewer'
        ? null
        : refusal(command.actor, verb.needs, await rulesOf(context.store, command.actor.team));
    return no === null ? await verb.run(context, command, rest) : refusalReply('You may not do that', no);
  } catch (error) {
    if (!isOutage(error)) throw error;
    return refusalReply(
      'Nothing was changed',
      `${outageWords(error)}. Explanations work all the same; please try this again in a minute.`,
    );
  }
}
