/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
import { isAnswer, readContent } from './web-api.ts';
import type { State } from './workspace-state.ts';

const USES = 5;
const MINUTES = 30;

/** @returns HTTP status and body, as Slack answers a post to a response_url */
export const respondTo = (
  state: State,
  id: string,
  body: Readonly<Record<string, unknown>>,
  now: number,
): { status: number; body: string } => {
  const url = state.responseUrls.get(id);
  if (url === undefined) return { status: 404, body: 'no_service' };
  if (url.uses >= USES) return { status: 404, body: 'used_url' };
  if (now - url.madeAt > MINUTES * 60_000) return { status: 404, body: 'expired_url' };
  url.uses += 1;
  const content = readContent(state, body);
  if (isAnswer(content)) {
    state.refusals.push({
      method: 'response_url',
      error: String(content.error),
      messages: [JSON.stringify(content)],
    });
    return { status: 400, body: String(content.error) };
  }
  if (body.replace_original === true) {
    if (url.source === null) return { status: 404, body: 'no_original' };
    Object.assign(url.source, content, { edited: url.source.edited + 1 });
    state.changed.emit('change');
    return { status: 200, body: 'ok' };
  }
  state.add({
    ts: state.nextTs(),
    channel: url.channel,
    user: state.botUserId,
    botId: state.botId,
    ...content,
    threadTs: typeof body.thread_ts === 'string' ? body.thread_ts : null,
    onlyFor: body.response_type === 'in_channel' ? null : url.user,
    files: [],
    edited: 0,
  });
  return { status: 200, body: 'ok' };
};
