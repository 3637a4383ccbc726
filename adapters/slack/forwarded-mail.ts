/**
 * A mail that was handed on into a channel → the mail. Slack keeps it as a file: who wrote it to whom and its letter
 * as plain text among the file's own fields, the letter as HTML behind the file's address.
 */
import { isMail, type SlackFile } from './file.ts';

/** What a mail begins with: a field, and another or the rest of it below. */
const RAW = /^[A-Za-z][\w-]{1,60}:[^\n]{0,998}\n(?:[A-Za-z][\w-]{1,60}:|[ \t])/;

/** @returns whether Slack tells only the beginning of it, or nothing */
export const isCut = ({ plain_text, has_more }: SlackFile): boolean =>
  !plain_text?.trim() || has_more === true;

const isRaw = (bytes: Uint8Array): boolean =>
  RAW.test(new TextDecoder('latin1').decode(bytes.subarray(0, 2000)));

/**
 * @param whole what is behind the file's address: HTML, or the mail as it travelled; null: what Slack tells is all
 * @returns the mail, as bytes
 */
export function mailOf(file: SlackFile, whole: Uint8Array | null): Uint8Array {
  if (whole !== null && isRaw(whole)) return whole;
  const fields: readonly (readonly [name: string, value: string | null | undefined])[] = [
    ['From', addressed(file.from)],
    ['To', addressed(file.to)],
    ['Cc', addressed(file.cc)],
    ['Subject', file.subject],
    ['Date', file.headers?.date],
    ['Message-ID', file.headers?.message_id],
    ['In-Reply-To', file.headers?.in_reply_to],
    ['MIME-Version', '1.0'],
    ['Content-Type', `text/${whole === null ? 'plain' : 'html'}; charset=utf-8`],
    ['Content-Transfer-Encoding', '8bit'],
  ];
  const head = fields.flatMap(([name, value]) => (value ? [`${name}: ${oneLine(value)}`] : []));
  const front = new TextEncoder().encode(`${head.join('\n')}\n\n`);
  return Buffer.concat([front, whole ?? new TextEncoder().encode(file.plain_text ?? '')]);
}

/** Whoever wrote the mail could put lines of a header into a name. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

const addressed = (people: SlackFile['from']): string =>
  (people ?? [])
    .map(
      ({ original, name, address }) =>
        original ?? [name, address && `<${address}>`].filter(Boolean).join(' '),
    )
    .join(', ');

/** @returns the files that were attached to mails among these, behind them */
export const withAttached = (files: readonly SlackFile[]): readonly SlackFile[] =>
  files.flatMap((file) => (isMail(file) ? [file, ...attachedTo(file)] : [file]));

/** Pictures are logos and signatures: as in any mail they tell nothing. */
const attachedTo = ({ attachments }: SlackFile): readonly SlackFile[] =>
  (attachments ?? [])
    .filter(({ mimetype }) => !mimetype?.startsWith('image/'))
    .map(({ filename, mimetype, size, url }) => ({
      name: filename,
      mimetype,
      size,
      url_private: url,
    }));
