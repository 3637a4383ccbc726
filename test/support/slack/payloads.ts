/** Parts of Slack's payloads, with the fields that real ones have. */
import type { SentMessage, StoredFile } from './workspace-state.ts';

export const person = (name: string, id: string, teamId: string) => ({
  id,
  username: name,
  name,
  team_id: teamId,
});

export const fileFields = ({ id, name, mimetype, bytes }: StoredFile, base: string) => ({
  id,
  name,
  mimetype,
  filetype: name.split('.').at(-1),
  mode: 'hosted',
  size: bytes.length,
  url_private: `${base}/files/${id}/${name}`,
  url_private_download: `${base}/files/${id}/${name}`,
});

/** @returns a message as it is in events and in the payloads of buttons and shortcuts */
export const messageFields = (message: SentMessage, teamId: string, base: string) => ({
  type: 'message',
  user: message.user,
  text: message.text,
  ts: message.ts,
  event_ts: message.ts,
  channel: message.channel,
  team: teamId,
  ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  ...(message.botId === null ? {} : { bot_id: message.botId, blocks: message.blocks }),
  ...(message.files.length === 0
    ? {}
    : {
        subtype: 'file_share',
        files: message.files.map((file) => fileFields(file, base)),
      }),
});
