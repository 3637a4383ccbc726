/** Which of Slack's refusals no repetition mends, and in what words. */
import { RetryLater, Unanswered, Undeliverable, Unreached } from '../../src/queue/index.ts';
import { isUnreached } from '../unreached.ts';
import { isTokenRefusal, lackingScope, tokenRefusal } from './start-errors.ts';
import { hadNoAnswer, inWords, neededScope, refusalCode } from './web-client.ts';
import type { Workspace } from './workspace.ts';

/**
 * https://docs.slack.dev/reference/methods/chat.postMessage#errors, chat.update#errors. What an admin can mend
 * (a token, a scope) is not among them: it is tried again until it works or a day is over.
 */
const LASTING: Readonly<Record<string, string>> = {
  not_in_channel: 'the bot is not in the channel any more',
  channel_not_found: 'the channel is gone, or the bot was removed from it',
  is_archived: 'the channel is archived',
  restricted_action: 'the channel lets the bot post nothing',
  restricted_action_read_only_channel: 'the channel is read-only',
  restricted_action_thread_locked: 'the thread is locked',
  restricted_action_non_threadable_channel: 'the channel allows no threads',
  restricted_action_thread_only_channel: 'the channel allows threads only',
  thread_not_found: 'the message that it answers was deleted',
  cannot_reply_to_message: 'the message that it answers takes no replies',
  message_not_found: 'our message was deleted',
  cant_update_message: 'our message can not be changed any more',
  edit_window_closed: 'this workspace lets no message be changed after a while',
  is_inactive: 'our message is frozen',
  messages_tab_disabled: 'the app has no messages tab',
  user_is_bot: 'the other one is a bot',
  team_access_not_granted: 'the app is not allowed in that workspace',
  // Our own fault, but the same blocks are refused each time.
  invalid_blocks: 'Slack refuses its blocks',
  invalid_blocks_format: 'Slack refuses its blocks',
  msg_blocks_too_long: 'its blocks are too long for Slack',
  msg_too_long: 'it is too long for Slack',
  no_text: 'it has no text',
};

/** Milliseconds after which a refusal that an admin must mend is tried again. */
const UNTIL_MENDED = 5 * 60 * 1000;

/**
 * What an admin must mend, such as a revoked token, is told in the log once, in plain words.
 * @returns the error to throw to the queue: Undeliverable where trying again can't help, else when to come again
 */
export function forQueue(error: unknown, workspace: Workspace): unknown {
  if (isUnreached(error)) return new Unreached(inWords(error));
  if (hadNoAnswer(error)) return new Unanswered(inWords(error));
  const code = refusalCode(error) ?? '';
  const why = LASTING[code];
  if (why !== undefined) return new Undeliverable(why);
  if (!isTokenRefusal(code)) return error;
  const scope = neededScope(error);
  const key = `${code} ${scope ?? ''}`;
  if (!workspace.reported.has(key)) {
    workspace.reported.add(key);
    const words = scope === null ? tokenRefusal(code, 'SLACK_BOT_TOKEN') : lackingScope(scope);
    workspace.log.error(
      { team: workspace.team },
      `${words} Until then nothing that needs it goes out; it is kept.`,
    );
  }
  return new RetryLater(UNTIL_MENDED);
}
