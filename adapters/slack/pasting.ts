/** The shortcut "Paste a bounce", from anywhere in Slack: a modal to paste into, or to attach files to. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import { readableExtensions } from './files.ts';
import { NotThere, valuesOf } from './forms.ts';
import type { Submission } from './incoming.ts';
import { MOST_FILES_OF_FORM } from './limits.ts';
import { messageId, type Spot } from './message-id.ts';
import { post } from './posting.ts';
import { escapeText, inertText } from './render/index.ts';
import { bold, richText, words } from './render/rich-text.ts';
import { ANSWER } from './render/view.ts';
import { isOutside } from './web-client.ts';
import { placeIn, type Workspace } from './workspace.ts';

export const PASTE_CALLBACK = 'bt:paste';

const input = (
  block_id: string,
  label: string,
  hint: string,
  element: types.InputBlock['element'],
): types.InputBlock => ({
  type: 'input',
  block_id,
  optional: true,
  label: { type: 'plain_text', text: label },
  hint: { type: 'plain_text', text: hint },
  element,
});

export const pasteView = (): types.ModalView => ({
  type: 'modal',
  callback_id: PASTE_CALLBACK,
  title: { type: 'plain_text', text: 'Explain a bounce' },
  submit: { type: 'plain_text', text: 'Explain' },
  close: { type: 'plain_text', text: 'Cancel' },
  blocks: [
    input(
      'text',
      'What the mail server said',
      'An SMTP reply, a log line, or a whole delivery report with its headers.',
      { type: 'plain_text_input', action_id: ANSWER, multiline: true, max_length: 3000 },
    ),
    input('files', 'Or files', 'Mails (.eml, .mbox), logs, JSON, CSV; packed ones too (.gz, .zip).', {
      type: 'file_input',
      action_id: ANSWER,
      max_files: MOST_FILES_OF_FORM,
      filetypes: [...readableExtensions],
    }),
    input('to', 'Where I answer', 'Left empty: to you alone, in a direct message.', {
      type: 'conversations_select',
      action_id: ANSWER,
      default_to_current_conversation: true,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
    }),
  ],
});

/** What to correct, by field; null: it is being answered. */
export type Trouble = Readonly<Record<string, string>> | null;

/** Posts what was pasted, so that the answer has a place, and has it answered there like any message. */
export async function takePaste(workspace: Workspace, submission: Submission): Promise<Trouble> {
  const { values } = submission.view.state;
  const text = values.text?.[ANSWER]?.value?.trim() ?? '';
  const files = values.files?.[ANSWER]?.files ?? [];
  if (text === '' && files.length === 0) return { text: 'Paste something here, or attach a file below.' };
  const outside = { to: 'I am not in that channel. Invite me there, or leave this empty.' };
  try {
    const channel = (await valuesOf(workspace, submission)).to?.[0]?.id ?? submission.user.id;
    const spot = await postPaste(workspace, channel, submission, text, files.length);
    await workspace.queue.take({
      id: messageId(spot),
      text,
      heard: 'asked',
      bot: null,
      edit: null,
      place: placeIn(workspace, spot.channel),
      hasFiles: files.length > 0,
      payload: {
        team: workspace.team,
        heard: 'asked',
        event: {
          type: 'message',
          channel: spot.channel,
          ts: spot.ts,
          user: submission.user.id,
          text: escapeText(text),
          files,
        },
      },
    });
    return null;
  } catch (error) {
    if (error instanceof NotThere || isOutside(error)) return outside;
    throw error;
  }
}

/** @returns where it stands: a person's id as the channel becomes the direct message with them */
async function postPaste(
  workspace: Workspace,
  channel: string,
  { user }: Submission,
  text: string,
  files: number,
): Promise<Spot> {
  const { name } = await workspace.people.visitor({ id: user.id, name: user.name, team: user.team_id });
  const what = text === '' ? `about ${files === 1 ? 'a file' : `${files} files`}.` : 'about this:';
  const posted = await post(workspace, {
    channel,
    text: `${inertText(name, 100)} asks ${what}`,
    blocks: richText([
      { type: 'rich_text_section', elements: [...bold(name), ...words(` asks ${what}`)] },
      { type: 'rich_text_preformatted', elements: text === '' ? [] : [{ type: 'text', text }] },
    ]),
    unfurl_links: false,
    unfurl_media: false,
  });
  const ts = z.string().parse(posted.ts);
  return { channel: z.string().parse(posted.channel), ts, thread: ts };
}
