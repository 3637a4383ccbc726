/** A mail that was handed on into a channel, as Slack tells of it: a file (seen in slack-web's recorded events). */
import type { StoredFile } from './workspace-state.ts';

type Handed = {
  readonly subject: string;
  /** "Mail Delivery System <MAILER-DAEMON@mx1.shop.example>" */
  readonly from: string;
  readonly to?: string;
  readonly letter: string;
  /** Slack tells its beginning only: so many characters. */
  readonly cutAt?: number;
  /** Files that were attached to it, already kept by Slack; with `lost` those that it didn't keep are counted. */
  readonly attached?: readonly { readonly file: StoredFile; readonly url: string }[];
  readonly lost?: number;
};

const addressee = (original: string) => {
  const [, name = '', address = original] = /^(.*?)\s*<(.*)>$/.exec(original) ?? [];
  return { address, name, original };
};

const pageOf = (subject: string, letter: string): string => {
  const shown = letter.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<html><head><title>${subject}</title></head><body><p>${shown.replaceAll('\n', '<br>')}</p></body></html>`;
};

/** @returns the file, to be posted by USLACKBOT or an add-on */
export const emailFile = (mail: Handed): Omit<StoredFile, 'id'> => ({
  name: mail.subject.replaceAll(' ', '_'),
  mimetype: 'text/html',
  bytes: Buffer.from(pageOf(mail.subject, mail.letter)),
  told: {
    title: mail.subject,
    filetype: 'email',
    pretty_type: 'Email',
    mode: 'email',
    user: 'USLACKBOT',
    display_as_bot: true,
    username: 'Email',
    subject: mail.subject,
    from: [addressee(mail.from)],
    to: [addressee(mail.to ?? 'Email <>')],
    cc: [],
    headers: {
      date: 'Tue, 3 Mar 2026 10:16:00 +0000',
      in_reply_to: null,
      reply_to: null,
      message_id: '<1@mx1>',
    },
    plain_text: mail.letter.slice(0, mail.cutAt),
    has_more: mail.cutAt !== undefined,
    original_email_file_size: 4711,
    original_attachment_count: (mail.attached?.length ?? 0) + (mail.lost ?? 0),
    attachments: (mail.attached ?? []).map(({ file, url }) => ({
      filename: file.name,
      size: file.bytes.length,
      mimetype: file.mimetype,
      url,
      metadata: null,
    })),
  },
});
