/**
 * The sending platforms' lists, as data: which columns tell a list, and what they mean to us. A CSV file's header
 * and a JSON object's names are compared by their letters and digits alone, so that `EmailAddress`, `emailAddress`
 * and `Email Address` are one, and one entry here reads both.
 */
export type ListFormat = {
  readonly id: string;
  readonly name: string;
  /** Columns that, all of them there, tell this list from the others. */
  readonly signs: readonly string[];
  readonly address: string;
  /** Columns that give the reason in a word; of several, the first that isn't empty. */
  readonly reason: readonly string[];
  /** Columns with the server's words or a code, joined in this order. */
  readonly detail: readonly string[];
  readonly at: readonly string[];
  /** A word of `reason-words.ts` that holds for every row, or where a row's own words don't tell: `otherwise`. */
  readonly always: string | null;
  readonly otherwise: 'bounce' | 'suppressed';
};

const format = (
  id: string,
  name: string,
  signs: readonly string[],
  columns: Partial<Omit<ListFormat, 'id' | 'name' | 'signs'>>,
): ListFormat => ({
  id,
  name,
  signs,
  address: 'email',
  reason: [],
  detail: [],
  at: [],
  always: null,
  otherwise: 'suppressed',
  ...columns,
});

/** In the order in which they are tried: the more telling signs first. */
export const LIST_FORMATS: readonly ListFormat[] = [
  format('bounce-triage', 'Bounce Triage', ['address', 'reason', 'evidence'], {
    address: 'address',
    reason: ['reason'],
    detail: ['evidence'],
    at: ['since'],
  }),
  // https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_ListSuppressedDestinations.html, and the bulk import
  // of https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html
  format('ses', 'Amazon SES', ['emailaddress', 'reason'], {
    address: 'emailaddress',
    reason: ['reason'],
    at: ['lastupdatetime'],
    otherwise: 'bounce',
  }),
  // https://postmarkapp.com/developer/api/suppressions-api
  format('postmark', 'Postmark', ['emailaddress', 'suppressionreason'], {
    address: 'emailaddress',
    reason: ['suppressionreason'],
    at: ['createdat'],
    otherwise: 'bounce',
  }),
  // https://mailchimp.com/developer/transactional/api/rejects/ and its export of the same list as CSV
  format('mandrill', 'Mailchimp Transactional (Mandrill)', ['email', 'reason', 'detail'], {
    reason: ['reason'],
    detail: ['detail'],
    at: ['createdat'],
    otherwise: 'bounce',
  }),
  // An audience's export: cleaned contacts have their own file.
  format('mailchimp-cleaned', 'Mailchimp, cleaned contacts', ['emailaddress', 'cleantime'], {
    address: 'emailaddress',
    detail: ['cleancampaigntitle'],
    at: ['cleantime'],
    always: 'cleaned',
  }),
  // https://developers.brevo.com/reference/get-transac-blocked-contacts
  format('brevo', 'Brevo', ['email', 'reasoncode'], {
    reason: ['reasoncode'],
    detail: ['reasonmessage'],
    at: ['blockedat'],
  }),
  format('brevo', 'Brevo', ['email', 'blockedat'], {
    reason: ['reason'],
    at: ['blockedat'],
  }),
  // https://www.twilio.com/docs/sendgrid/api-reference/bounces-api; blocks have the same columns, and their codes
  // tell what is about the sender. Invalid addresses have no status.
  format('sendgrid', 'SendGrid, bounces or blocks', ['email', 'created', 'reason'], {
    reason: ['type'],
    detail: ['status', 'reason'],
    at: ['created'],
    otherwise: 'bounce',
  }),
  format('sendgrid-spam-reports', 'SendGrid, spam reports', ['email', 'created', 'ip'], {
    at: ['created'],
    always: 'spam',
  }),
  format('sendgrid-unsubscribes', 'SendGrid, unsubscribes', ['email', 'created', 'unsubscribe'], {
    at: ['created'],
    always: 'unsubscribe',
  }),
  // https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/bounces
  format('mailgun', 'Mailgun, bounces', ['address', 'code', 'error'], {
    address: 'address',
    detail: ['code', 'error'],
    at: ['createdat'],
    otherwise: 'bounce',
  }),
  format('mailgun-unsubscribes', 'Mailgun, unsubscribes', ['address', 'tags'], {
    address: 'address',
    at: ['createdat'],
    always: 'unsubscribe',
  }),
  format('mailgun-complaints', 'Mailgun, complaints', ['address', 'count', 'createdat'], {
    address: 'address',
    at: ['createdat'],
    always: 'complaint',
  }),
  // https://developers.sparkpost.com/api/suppression-list; the older import has two columns instead of a type.
  ...[
    ['recipient', 'type'],
    ['recipient', 'transactional'],
    ['recipient', 'nontransactional'],
  ].map((signs) =>
    format('sparkpost', 'SparkPost', signs, {
      address: 'recipient',
      reason: ['source', 'description'],
      detail: ['description'],
      at: ['created', 'updated'],
    }),
  ),
];

/** What other lists call the column with the address. */
const ADDRESS_NAMES = [
  'email',
  'address',
  'emailaddress',
  'recipient',
  'mail',
  'emailaddresses',
  'contact',
  'to',
];

/** Lists that can't be told from one another by their columns: the user has to say which it is. */
const ALIKE: readonly { readonly columns: readonly string[]; readonly ids: readonly string[] }[] = [
  { columns: ['created', 'email'], ids: ['sendgrid-spam-reports', 'sendgrid-unsubscribes'] },
  { columns: ['address', 'createdat'], ids: ['mailgun-complaints', 'mailgun-unsubscribes'] },
];

export const FORMAT_IDS: readonly string[] = [...new Set(LIST_FORMATS.map(({ id }) => id)), 'list'];

/** @returns a column's name by its letters and digits alone */
export const columnName = (written: string): string => written.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * @param columns a header, or the names in a JSON object
 * @param wanted the id of a format that the user named, or null: it is told by its columns
 * @returns the format, or in plain words why it can't be told
 */
export function formatOf(columns: readonly string[], wanted: string | null): ListFormat | string {
  const names = new Set(columns.map(columnName));
  if (wanted !== null && wanted !== 'list') {
    const candidates = LIST_FORMATS.filter(({ id }) => id === wanted);
    const fitting =
      candidates.find(({ signs }) => signs.every((sign) => names.has(sign))) ??
      candidates.find(({ address }) => names.has(address));
    return (
      fitting ??
      `A list of ${candidates[0]?.name ?? wanted} has a column "${candidates[0]?.address ?? 'email'}"; this one has: ${named(columns)}.`
    );
  }
  const told = LIST_FORMATS.find(({ signs }) => signs.every((sign) => names.has(sign)));
  if (told && wanted === null) return told;
  const alike = ALIKE.find(
    (one) => names.size === one.columns.length && one.columns.every((name) => names.has(name)),
  );
  if (alike && wanted === null) {
    return `The columns ${named(columns)} are those of several lists. Say which it is: --format ${alike.ids.join(' or --format ')}.`;
  }
  return (
    plainFormat(names) ??
    `There is no column with addresses, such as "email". The columns are: ${named(columns)}.`
  );
}

/** Columns for a message: what is taken for a header may be anything. */
const named = (columns: readonly string[]): string =>
  columns
    .slice(0, 12)
    .map((column) => column.replace(/\p{Cc}/gu, ' ').slice(0, 40))
    .join(', ');

/** A list of nobody in particular: an address, and perhaps a reason. */
function plainFormat(names: ReadonlySet<string>): ListFormat | null {
  const address = ADDRESS_NAMES.find((name) => names.has(name));
  if (address === undefined) return null;
  return format('list', 'A list', [], {
    address,
    reason: ['reason', 'type', 'category', 'status'].filter((name) => names.has(name)),
    detail: ['detail', 'error', 'description', 'evidence', 'message', 'diagnostic'],
    at: ['since', 'createdat', 'created', 'date', 'at', 'timestamp', 'time'],
  });
}
