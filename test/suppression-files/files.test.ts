/** Lists as files: what the platforms export goes in, and what they import comes out. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/index.ts';
import {
  exportList,
  importList,
  ListError,
  openList,
  WRITE_FORMATS,
  type WriteFormat,
} from '../../src/suppression-files/index.ts';
import {
  type Fingerprint,
  openFingerprint,
  searchSuppressions,
  suppress,
} from '../../src/suppressions/index.ts';

const TEAM = 'slack:T1';
const now = new Date('2026-11-21T10:15:00.000Z');
const signature = { by: { id: 'cli:ann', name: 'ann', team: TEAM }, at: now, place: null };

let store: Store;
let fingerprint: Fingerprint;
beforeEach(async () => {
  store = await openStore(':memory:');
  fingerprint = await openFingerprint(store, null, now);
});
afterEach(() => store.destroy());

type Options = { format?: string; reason?: 'user-unknown' | 'feedback'; check?: boolean };

async function* inPieces(content: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

/** @returns the count, the rows that were wrong and the list as it is then */
async function take(content: string | Uint8Array, { format, reason, check = false }: Options = {}) {
  const wrong: string[] = [];
  const list = await openList(inPieces(content), { format: format ?? null, reason: reason ?? null });
  const count = await importList(store, fingerprint, TEAM, list, 'list.csv', signature, {
    check,
    onWrong: ({ where, why }) => wrong.push(`${where}: ${why}`),
    onPiece: () => {},
  });
  return { name: list.name, count, wrong, list: await listed() };
}

async function listed() {
  const { found } = await searchSuppressions(store, TEAM, '', 1000, null);
  return found.map(({ address, reason, evidence, at }) => [
    address,
    reason,
    evidence,
    new Date(at).toISOString(),
  ]);
}

async function give(id: string): Promise<string> {
  let text = '';
  for await (const piece of exportList(store, TEAM, formatNamed(id), () => {})) text += piece;
  return text;
}
const formatNamed = (id: string): WriteFormat => {
  const format = WRITE_FORMATS.find((one) => one.id === id);
  if (!format) throw new Error(`no format ${id}`);
  return format;
};

const NOW = now.toISOString();

describe('what the platforms export', () => {
  test.each<[string, string, unknown[][]]>([
    [
      'Amazon SES',
      `{"SuppressedDestinationSummaries": [
        {"EmailAddress": "Ann@Example.com", "Reason": "BOUNCE", "LastUpdateTime": "2026-01-02T03:04:05.678000+00:00"},
        {"EmailAddress": "bob@example.com", "Reason": "COMPLAINT", "LastUpdateTime": 1767323045.678}
      ], "NextToken": null}`,
      [
        ['ann@example.com', 'user-unknown', 'Amazon SES: BOUNCE', '2026-01-02T03:04:05.678Z'],
        ['bob@example.com', 'feedback', 'Amazon SES: COMPLAINT', '2026-01-02T03:04:05.678Z'],
      ],
    ],
    [
      'Amazon SES',
      'ann@example.com,BOUNCE\nbob@example.com,COMPLAINT\n',
      [
        ['ann@example.com', 'user-unknown', 'Amazon SES: BOUNCE', NOW],
        ['bob@example.com', 'feedback', 'Amazon SES: COMPLAINT', NOW],
      ],
    ],
    [
      'Amazon SES',
      '{"emailAddress":"ann@example.com","reason":"BOUNCE"}\n{"emailAddress":"bob@example.com","reason":"COMPLAINT"}\n',
      [
        ['ann@example.com', 'user-unknown', 'Amazon SES: BOUNCE', NOW],
        ['bob@example.com', 'feedback', 'Amazon SES: COMPLAINT', NOW],
      ],
    ],
    [
      'SendGrid, bounces or blocks',
      `[{"created":1767323045,"email":"ann@example.com","reason":"550 5.1.1 The account does not exist","status":"5.1.1"},
        {"created":1767323045,"email":"bob@example.com","reason":"550 5.1.2 Bad host","status":"5.1.2"}]`,
      [
        [
          'ann@example.com',
          'user-unknown',
          '5.1.1 550 5.1.1 The account does not exist',
          '2026-01-02T03:04:05.000Z',
        ],
        ['bob@example.com', 'host-unknown', '5.1.2 550 5.1.2 Bad host', '2026-01-02T03:04:05.000Z'],
      ],
    ],
    [
      'SendGrid, spam reports',
      'email,created,ip\nann@example.com,1767323045,192.0.2.1\n',
      [['ann@example.com', 'feedback', 'SendGrid, spam reports: spam', '2026-01-02T03:04:05.000Z']],
    ],
    [
      'Mailgun, bounces',
      'address,code,error,created_at\nann@example.com,550,"5.1.1 no such user, sorry","Fri, 02 Jan 2026 03:04:05 +0000"\n',
      [['ann@example.com', 'user-unknown', '550 5.1.1 no such user, sorry', '2026-01-02T03:04:05.000Z']],
    ],
    [
      'Mailgun, bounces',
      '{"items":[{"address":"ann@example.com","code":"550","error":"No such user","created_at":"Fri, 02 Jan 2026 03:04:05 UTC","MessageHash":"x"}],"paging":{"next":"https://api.mailgun.net/"}}',
      [['ann@example.com', 'user-unknown', '550 No such user', '2026-01-02T03:04:05.000Z']],
    ],
    [
      'Postmark',
      '{"Suppressions":[{"EmailAddress":"ann@example.com","SuppressionReason":"HardBounce","Origin":"Recipient","CreatedAt":"2026-01-02T03:04:05-05:00"},{"EmailAddress":"bob@example.com","SuppressionReason":"SpamComplaint","Origin":"Recipient","CreatedAt":"2026-01-02T03:04:05-05:00"},{"EmailAddress":"eve@example.com","SuppressionReason":"ManualSuppression","Origin":"Customer","CreatedAt":"2026-01-02T03:04:05-05:00"}]}',
      [
        ['ann@example.com', 'user-unknown', 'Postmark: HardBounce', '2026-01-02T08:04:05.000Z'],
        ['bob@example.com', 'feedback', 'Postmark: SpamComplaint', '2026-01-02T08:04:05.000Z'],
        ['eve@example.com', 'suppressed', 'Postmark: ManualSuppression', '2026-01-02T08:04:05.000Z'],
      ],
    ],
    [
      'SparkPost',
      '{"results":[{"recipient":"ann@example.com","type":"transactional","source":"Bounce Rule","description":"550: 550-5.1.1 no such user","created":"2026-01-02T03:04:05+00:00","updated":"2026-02-02T03:04:05+00:00","transactional":true}],"links":[],"total_count":1}',
      [['ann@example.com', 'user-unknown', '550: 550-5.1.1 no such user', '2026-01-02T03:04:05.000Z']],
    ],
    [
      'Mailchimp Transactional (Mandrill)',
      'email,reason,detail,created_at,expires_at,last_event_at,expires_at,subaccount\nANN@example.com,hard-bounce,"smtp;550 5.1.10 Recipient not found","2026-01-02 03:04:05.74724","2026-02-01 00:00:00","2026-01-02 03:04:05","2026-02-01 00:00:00",\n',
      [
        [
          'ann@example.com',
          'user-unknown',
          'smtp;550 5.1.10 Recipient not found',
          '2026-01-02T03:04:05.747Z',
        ],
      ],
    ],
    [
      'Mailchimp, cleaned contacts',
      'Email Address,First Name,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE\nann@example.com,Ann,2026-01-02 03:04:05,Spring\n',
      [['ann@example.com', 'user-unknown', 'Spring', '2026-01-02T03:04:05.000Z']],
    ],
    [
      'Brevo',
      '{"contacts":[{"email":"ann@example.com","senderEmail":"us@example.org","reason":{"code":"hardBounce","message":"Hard bounce"},"blockedAt":"2026-01-02T03:04:05.000Z"},{"email":"bob@example.com","senderEmail":"","reason":{"code":"contactFlaggedAsSpam","message":"Spam"},"blockedAt":"2026-01-02T03:04:05.000Z"}],"count":2}',
      [
        ['ann@example.com', 'user-unknown', 'Hard bounce', '2026-01-02T03:04:05.000Z'],
        ['bob@example.com', 'feedback', 'Spam', '2026-01-02T03:04:05.000Z'],
      ],
    ],
    [
      'A list',
      'ann@example.com\r\n\r\n<bob@example.com>\r\n',
      [
        ['ann@example.com', 'suppressed', null, NOW],
        ['bob@example.com', 'suppressed', null, NOW],
      ],
    ],
    [
      'A list',
      '\ufeffName;E-Mail;Reason\r\n"Doe; Ann";Ann <ann@example.com>;hard bounce\r\n',
      [['ann@example.com', 'user-unknown', null, NOW]],
    ],
    [
      'A list',
      'Since\tRecipient\n2026-01-02\tann@example.com\n',
      [['ann@example.com', 'suppressed', null, '2026-01-02T00:00:00.000Z']],
    ],
  ])('%s', async (name, content, rows) => {
    expect(await take(content)).toMatchObject({ name, wrong: [], count: { added: rows.length }, list: rows });
  });

  test('UTF-16, as spreadsheets save "Unicode text"', async () => {
    const content = Buffer.from('\ufeffemail\treason\r\nmüller@example.com\tspam\r\n', 'utf16le');
    expect((await take(content)).list).toEqual([['müller@example.com', 'feedback', null, NOW]]);
  });

  test('what is temporary, about the sender or an unsubscribe is left out, and counted', async () => {
    const content = `email,reason,detail,created_at
full@example.com,hard-bounce,552 5.2.2 mailbox full,
soft@example.com,soft-bounce,451 4.3.0 try again,
spf@example.com,hard-bounce,550 5.7.26 unauthenticated,
bye@example.com,unsub,,
dead@example.com,hard-bounce,550 5.1.1 unknown,
`;
    expect(await take(content)).toMatchObject({
      count: {
        rows: 5,
        added: 1,
        leftOut: { temporary: 2, 'about-the-sender': 1, unsubscribed: 1 },
        wrong: 0,
      },
      list: [['dead@example.com', 'user-unknown', '550 5.1.1 unknown', NOW]],
    });
    expect((await take(content, { reason: 'feedback' })).count).toMatchObject({ added: 4, already: 1 });
  });
});

describe('a list that is not as it should be', () => {
  test('wrong lines are told with their number and why, and the rest goes in', async () => {
    const { count, wrong, list } = await take(
      'email,note\nann@example.com,"two\nlines"\nnobody,\nbob@example.com,"never closed\neve@example.com,"5"" disk"\n,\n',
    );
    expect(list.map(([address]) => address)).toEqual(['ann@example.com', 'eve@example.com']);
    expect(wrong).toEqual([
      'line 4: "nobody" is not a mail address: it has no @',
      'line 5: a quote is opened and never closed',
      'line 7: "" is not a mail address: it is empty',
    ]);
    expect(count).toMatchObject({ rows: 5, added: 2, wrong: 3 });
  });

  test('JSON that is cut in the middle loses nothing of what came before', async () => {
    const whole = JSON.stringify({
      Suppressions: ['ann', 'bob', 'eve'].map((name) => ({
        EmailAddress: `${name}@example.com`,
        SuppressionReason: 'HardBounce',
      })),
    });
    const { wrong, list } = await take(whole.slice(0, -30));
    expect(list.map(([address]) => address)).toEqual(['ann@example.com', 'bob@example.com']);
    expect(wrong).toEqual(['entry 3: the file ends in the middle; what came before was read']);
    expect((await take(whole)).count).toMatchObject({ added: 1, already: 2 });
  });

  test('JSON that is broken, and a line that is not JSON, say where', async () => {
    expect((await take('[{"email":"ann@example.com"}, {"email":oops}]')).wrong).toEqual([
      'entry 2: the JSON is broken here; nothing behind it could be read',
    ]);
    const lines = await take('{"email":"bob@example.com"}\n{"email":\n{"email":"eve@example.com"}\n');
    expect(lines.wrong).toEqual(['line 2: it is not a JSON object']);
    expect(lines.count.added).toBe(2);
  });

  test.each([
    ['', 'The list is empty.'],
    [
      'name,phone\nAnn,1\n',
      'There is no column with addresses, such as "email". The columns are: name, phone.',
    ],
    [
      'email,created\nann@example.com,1\n',
      'Say which it is: --format sendgrid-spam-reports or --format sendgrid-unsubscribes.',
    ],
    ['\u0000\u0001\u0002', 'This is not a text file.'],
    ['{"items":[]}', 'There is no entry in this JSON.'],
    [`email\n${'a'.repeat(1_200_000)}`, 'this is not a list of addresses'],
  ])('%.30j is refused', async (content, why) => {
    const refused = openList(inPieces(content, 100_000), { format: null, reason: null }).then(
      async ({ entries }) => {
        for await (const _ of entries);
      },
    );
    await expect(refused).rejects.toThrow(ListError);
    await expect(refused).rejects.toThrow(why);
  });

  test('a format that is named is believed, as far as its columns are there', async () => {
    const content = 'email,created\nann@example.com,1767323045\n';
    expect((await take(content, { format: 'sendgrid-spam-reports' })).list).toEqual([
      ['ann@example.com', 'feedback', 'SendGrid, spam reports: spam', '2026-01-02T03:04:05.000Z'],
    ]);
    await expect(take(content, { format: 'postmark' })).rejects.toThrow(
      'A list of Postmark has a column "emailaddress"; this one has: email, created.',
    );
  });
});

test('a repeated import adds nothing, a check adds nothing either, and the audit says what was added', async () => {
  const content = 'ann@example.com\nbob@example.com\nANN@example.com\n';
  expect((await take(content, { check: true })).count).toMatchObject({ rows: 3, added: 2 });
  expect(await listed()).toEqual([]);
  expect((await take(content)).count).toMatchObject({ rows: 3, added: 2, already: 1 });
  expect((await take(content)).count).toMatchObject({ rows: 3, added: 0, already: 3 });
  const audit = await store.selectFrom('audit').select(['action', 'after']).execute();
  expect(audit).toMatchObject([{ action: 'suppressions-imported' }]);
  expect(JSON.parse(audit[0]?.after ?? '')).toMatchObject({
    file: 'list.csv',
    list: 'A list',
    added: 2,
  });
});

describe('what the platforms import', () => {
  beforeEach(async () => {
    const add = (address: string, reason: 'user-unknown' | 'feedback', evidence: string | null) =>
      suppress(
        store,
        fingerprint,
        TEAM,
        { addresses: [address], reason, evidence, source: 'case', caseId: 'c-1' },
        signature,
      );
    await add('=ann@example.com', 'user-unknown', '=550 5.1.1 "no", she said');
    await add('bob@example.com', 'feedback', null);
  });

  test.each([
    [
      'bounce-triage',
      '"address","reason","evidence","source","since","by","case"\r\n"\'=ann@example.com","user-unknown","\'=550 5.1.1 ""no"", she said","case","2026-11-21T10:15:00.000Z","ann","c-1"\r\n"bob@example.com","feedback","","case","2026-11-21T10:15:00.000Z","ann","c-1"\r\n',
    ],
    [
      'json',
      '{"address":"=ann@example.com","reason":"user-unknown","evidence":"=550 5.1.1 \\"no\\", she said","source":"case","case":"c-1","by":"ann","since":"2026-11-21T10:15:00.000Z"}\n{"address":"bob@example.com","reason":"feedback","evidence":null,"source":"case","case":"c-1","by":"ann","since":"2026-11-21T10:15:00.000Z"}\n',
    ],
    ['lines', '=ann@example.com\nbob@example.com\n'],
    ['ses', '=ann@example.com,BOUNCE\nbob@example.com,COMPLAINT\n'],
    [
      'ses-json',
      '{"emailAddress":"=ann@example.com","reason":"BOUNCE"}\n{"emailAddress":"bob@example.com","reason":"COMPLAINT"}\n',
    ],
    [
      'mailgun',
      '"address","code","error","created_at"\r\n"=ann@example.com","550","5.1.1 =550 5.1.1 ""no"", she said","Sat, 21 Nov 2026 10:15:00 +0000"\r\n',
    ],
    [
      'mailgun-complaints',
      '"address","created_at"\r\n"bob@example.com","Sat, 21 Nov 2026 10:15:00 +0000"\r\n',
    ],
    [
      'postmark-json',
      '{"Suppressions":[\n{"EmailAddress":"=ann@example.com","SuppressionReason":"HardBounce","Origin":"Recipient","CreatedAt":"2026-11-21T10:15:00.000Z"},\n{"EmailAddress":"bob@example.com","SuppressionReason":"SpamComplaint","Origin":"Recipient","CreatedAt":"2026-11-21T10:15:00.000Z"}\n]}\n',
    ],
  ])('%s', async (id, text) => {
    expect(await give(id)).toBe(text);
  });

  test.each(WRITE_FORMATS.map(({ id }) => id))('%s comes in again as it went out', async (id) => {
    const text = await give(id);
    const before = (await listed()).map(([address]) => address);
    await store.deleteFrom('suppressions').execute();
    const { count, wrong, list } = await take(
      text,
      id.startsWith('mailgun-c') ? { format: 'mailgun-complaints' } : {},
    );
    expect(wrong).toEqual([]);
    const { holds } = formatNamed(id);
    const wanted = before.filter((_, i) => holds === 'all' || (holds === 'complaints') === (i === 1));
    expect(list.map(([address]) => address)).toEqual(wanted);
    expect(count.added).toBe(wanted.length);
  });
});

test('our own CSV brings back any address and any evidence', async () => {
  const rows = fc.uniqueArray(
    fc.record({
      address: fc
        .tuple(fc.stringMatching(/^[-+='@a-z"]{0,3}[a-z]{1,9}$/), fc.domain())
        .map((parts) => parts.join('@')),
      evidence: fc.option(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).filter((text) => text.trim() !== ''),
      ),
    }),
    { selector: ({ address }) => address, maxLength: 20, minLength: 1 },
  );
  const { normalAddress } = await import('../../src/suppressions/index.ts');
  await fc.assert(
    fc.asyncProperty(rows, async (wanted) => {
      await store.deleteFrom('suppressions').execute();
      for (const { address, evidence } of wanted) {
        const normal = normalAddress(address).address;
        if (normal === null) continue;
        const what = {
          addresses: [normal],
          reason: 'user-unknown',
          evidence,
          source: 'case',
          caseId: null,
        } as const;
        await suppress(store, fingerprint, TEAM, what, signature);
      }
      const tidy = (text: unknown) =>
        typeof text === 'string' ? text.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim() : text;
      const before = (await listed()).map(([address, reason, evidence]) => [address, reason, tidy(evidence)]);
      if (before.length === 0) return;
      const text = await give('bounce-triage');
      await store.deleteFrom('suppressions').execute();
      const { list } = await take(text);
      expect(list.map(([address, reason, evidence]) => [address, reason, tidy(evidence)])).toEqual(before);
    }),
    { numRuns: 60 },
  );
});
