/** What Discord says of an attached file. */
import { z } from 'zod';

export const attachmentShape = z.object({
  id: z.string(),
  name: z.string(),
  /** Signed; it expires after about a day. */
  url: z.string(),
  /** Bytes. */
  size: z.number(),
  contentType: z.string().nullable(),
});
export type Attachment = z.infer<typeof attachmentShape>;

/** @returns what the core tells its kind by */
export const toldOf = (attachment: Attachment) => ({
  name: attachment.name,
  type: attachment.contentType,
  attachment,
});
