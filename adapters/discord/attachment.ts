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

const TYPES = [
  'text/plain',
  'text/csv',
  'text/x-log',
  'message/rfc822',
  'message/delivery-status',
  'application/json',
  'application/x-ndjson',
  'application/mbox',
  'application/xml',
  'text/xml',
  'application/gzip',
  'application/x-gzip',
  'application/zip',
  'application/x-zip-compressed',
];
/** Of `.msg` the answer says that it can't be read, and what to do. */
const NAMES = /\.(?:txt|eml|log|json|jsonl|ndjson|csv|mbox|xml|gz|zip|msg)$/i;

/** @returns whether it may hold a bounce */
export const isText = ({ name, contentType }: Pick<Attachment, 'name' | 'contentType'>): boolean =>
  NAMES.test(name) || TYPES.includes((contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '');
