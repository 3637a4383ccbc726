/** A mail as Outlook saves it (`.msg`, [MS-OXMSG]) → the mail as it travels (RFC 5322), attachments and all. */
import { createRequire } from 'node:module';
import type { FieldsData } from '@kenjiuno/msgreader';
import { endsSomewhere } from './compound.ts';

const NEVER_SENT = /^(?:content-[\w-]+|mime-version)$/i;
const BOUNDARY = 'bounce-triage-outlook';

/** [MS-OXPROPS] 2.1060 and 2.954: what the server said of a recipient, in a report. */
const SAID_OF_RECIPIENT = /^(?:0C1B|1001)/i;

/** Loaded for the first such mail; it is CommonJS, whose default export each loader finds elsewhere. */
const parser = (): typeof import('@kenjiuno/msgreader') =>
  createRequire(import.meta.url)('@kenjiuno/msgreader');

/** @returns the mail, as bytes; null where it can't be taken apart or holds no text */
export function mailOfOutlook(bytes: Uint8Array): Uint8Array | null {
  if (!endsSomewhere(bytes)) return null;
  try {
    const reader = new (parser().default)(new Uint8Array(bytes).buffer);
    reader.parserConfig = { includeRawProps: true };
    const mail = reader.getFileData();
    const body = bodyOf(mail);
    const parts = (mail.attachments ?? []).flatMap((attached) => {
      const { fileName, content } = reader.getAttachment(attached);
      const type = attached.innerMsgContent ? 'application/vnd.ms-outlook' : attached.attachMimeTag;
      return content.length > 0 ? [attachmentOf(fileName, type ?? 'application/octet-stream', content)] : [];
    });
    if (mail.error !== undefined || (body === null && parts.length === 0)) return null;
    const lines = [headersOf(mail), ...(body ?? []), ...parts.flat(), `--${BOUNDARY}--`, ''];
    return new TextEncoder().encode(lines.join('\r\n'));
  } catch {
    return null;
  }
}

/** Those that it travelled with, where Outlook kept them. */
function headersOf(mail: FieldsData): string {
  const sent = unfolded(mail.headers ?? '').filter((field) => !NEVER_SENT.test(field.split(':', 1)[0] ?? ''));
  const has = (name: string): boolean => sent.some((field) => field.toLowerCase().startsWith(`${name}:`));
  const own: readonly (readonly [name: string, value: string])[] = [
    ['From', addressed(mail.senderName, mail.senderSmtpAddress ?? mail.senderEmail)],
    [
      'To',
      (mail.recipients ?? []).map((one) => addressed(one.name, one.smtpAddress ?? one.email)).join(', '),
    ],
    ['Subject', mail.subject ?? ''],
    ['Date', mail.messageDeliveryTime ?? mail.clientSubmitTime ?? mail.creationTime ?? ''],
  ];
  const isReport = /^REPORT\b/i.test(mail.messageClass ?? '') || /delivery-status/i.test(mail.headers ?? '');
  return [
    ...sent,
    ...own.flatMap(([name, value]) =>
      value === '' || has(name.toLowerCase()) ? [] : [`${name}: ${oneLine(value)}`],
    ),
    'MIME-Version: 1.0',
    `Content-Type: multipart/${isReport ? 'report; report-type=delivery-status' : 'mixed'}; boundary="${BOUNDARY}"`,
    '',
  ].join('\r\n');
}

/** A folded field is one line. */
const unfolded = (headers: string): readonly string[] =>
  headers
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .filter((line) => /^[A-Za-z][\w-]*[ \t]?:/.test(line));

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

/** Within a company an address is a path ("/O=…"), which nobody outside can write to. */
const addressed = (name: string | undefined, address: string | undefined): string =>
  [name ?? '', address?.includes('@') ? `<${address}>` : ''].filter((part) => part !== '').join(' ');

/** @returns the part with the letter, a report's words about each recipient below it; null where there is none */
function bodyOf(mail: FieldsData): readonly string[] | null {
  const said = (mail.recipients ?? []).flatMap(({ smtpAddress, email, rawProps = [] }) =>
    rawProps.flatMap(({ propertyTag, value }) =>
      SAID_OF_RECIPIENT.test(propertyTag ?? '') && typeof value === 'string' && value !== ''
        ? [`<${smtpAddress ?? email ?? ''}>: ${oneLine(value).replace(/^<|>$/g, '')}`]
        : [],
    ),
  );
  const text = [mail.body ?? '', ...said].join('\r\n\r\n').trim();
  if (text !== '') return partOf('text/plain; charset=utf-8', new TextEncoder().encode(text));
  const html = mail.html ?? (mail.bodyHtml ? new TextEncoder().encode(mail.bodyHtml) : null);
  return html === null ? null : partOf('text/html; charset=utf-8', html);
}

const attachmentOf = (name: string, type: string, content: Uint8Array): readonly string[] => {
  const safe = oneLine(name).replaceAll('"', "'");
  return partOf(`${oneLine(type)}; name="${safe}"`, content, [
    `Content-Disposition: attachment; filename="${safe}"`,
  ]);
};

const partOf = (type: string, content: Uint8Array, more: readonly string[] = []): readonly string[] => [
  `--${BOUNDARY}`,
  `Content-Type: ${type}`,
  ...more,
  'Content-Transfer-Encoding: base64',
  '',
  ...(Buffer.from(content)
    .toString('base64')
    .match(/.{1,76}/g) ?? []),
];
