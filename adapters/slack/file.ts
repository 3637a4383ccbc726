/** What a message says of a file. https://docs.slack.dev/reference/objects/file-object */
import { z } from 'zod';

const text = z.string().nullish().catch(null);

/** Of a mail: "original" is the field as it stood there, name and address. */
const Addressee = z.object({ address: text, name: text, original: text });
const addressees = z.array(Addressee).nullish().catch(null);

/** What was attached to a mail. */
const OfMail = z.object({
  filename: text,
  mimetype: text,
  size: z.number().nullish().catch(null),
  url: text,
});

export const SlackFile = z.object({
  id: text,
  name: text,
  mimetype: text,
  filetype: text,
  size: z.number().nullish().catch(null),
  url_private_download: text,
  url_private: text,
  /** "check_file_info": this is all that is told of it, ask for the rest. */
  file_access: text,
  /** "tombstone": it was deleted. "hidden_by_limit": the workspace's plan doesn't show it any more. */
  mode: text,
  /** Of a mail that was handed on into the channel, `filetype` being "email": */
  subject: text,
  from: addressees,
  to: addressees,
  cc: addressees,
  headers: z
    .object({ date: text, message_id: text, in_reply_to: text, reply_to: text })
    .nullish()
    .catch(null),
  plain_text: text,
  /** There is more of it than Slack tells here. */
  has_more: z.boolean().nullish().catch(null),
  attachments: z.array(OfMail).nullish().catch(null),
  /** How many were attached, those that Slack didn't keep as well. */
  original_attachment_count: z.number().nullish().catch(null),
  /** Those among them that the letter shows. */
  inline_attachment_count: z.number().nullish().catch(null),
});
export type SlackFile = z.infer<typeof SlackFile>;

export const isMail = ({ filetype, mode }: SlackFile): boolean => filetype === 'email' || mode === 'email';
