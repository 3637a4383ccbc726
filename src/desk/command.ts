/** `/bounces …`: what is open, the numbers of the week, the suppression list. */
import { refusal, rulesOf, type Which } from '../cases/index.ts';
import type { PressKey } from '../queue/index.ts';
import { bouncesHelpReply, type Reply, refusalReply } from '../replies/index.ts';
import { isOutage, outageWords } from '../store/index.ts';
import { checkVerb } from './check-verb.ts';
import type { Context } from './context.ts';
import type { Command } from './contract.ts';
import { DONE_BEFORE, laterWords, replyWords } from './late-words.ts';
import { once } from './once.ts';
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

type Typed = { readonly word: string; readonly rest: string; readonly verb: Verb | undefined };

function typedIn(text: string): Typed {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*?)\s*$/.exec(text) ?? [];
  const name = word.toLowerCase();
  return { word, rest, verb: Object.hasOwn(VERBS, name) ? VERBS[name] : undefined };
}

/** @returns whether it changes something, so that it is to be saved before its platform is told that we have it */
export const isChangeTyped = (text: string): boolean => typedIn(text).verb?.changes === true;

/**
 * @param key of the command where the queue keeps it: then it is carried out once
 * @returns the answer, for the one who asked alone; a command that there isn't is answered with help
 */
export async function runCommand(
  context: Context,
  command: Command,
  key: PressKey | null = null,
): Promise<Reply> {
  const { word, rest, verb } = typedIn(command.text);
  if (word === '') return bouncesHelpReply(null);
  if (!verb) return bouncesHelpReply(word);
  const work = async (within: Context): Promise<Reply> => {
    // Who may only look may do that without a look into the store, which may be down.
    const no =
      verb.needs === 'viewer'
        ? null
        : refusal(command.actor, verb.needs, await rulesOf(within.store, command.actor.team));
    return no === null ? verb.run(within, command, rest) : refusalReply('You may not do that', no);
  };
  try {
    const reply = await once(context, key, work, replyWords);
    return reply ?? refusalReply('Nothing more was changed', DONE_BEFORE);
  } catch (error) {
    if (!isOutage(error)) throw error;
    if (key !== null) return refusalReply('Not yet', laterWords(outageWords(error)));
    return refusalReply(
      'Nothing was changed',
      `${outageWords(error)}. Explanations work all the same; please try this again in a minute.`,
    );
  }
}
