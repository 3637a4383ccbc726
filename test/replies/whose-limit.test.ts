/** Refusals whose cause is easily held against the wrong side: what the card says of whose it is, and what to do. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Entry, openCatalog, type Permanence } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { cardOf, textOf, verdictReply } from '../../src/replies/index.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const { explain } = createExplain(catalog);
const [sample] = (await explain('550 5.1.1 <jo@bakery.example>: User unknown', { asked: true })).diagnoses;

async function cardFor(text: string) {
  const [diagnosis] = (await explain(text, { asked: true })).diagnoses;
  if (diagnosis === undefined) throw new Error('no bounce');
  const card = cardOf(verdictReply(diagnosis, catalog, null));
  return { reason: diagnosis.reason, ...card.badge, steps: card.steps.map(textOf).join('\n'), card };
}

test.each([
  'Jan 12 08:01:33 smtp postfix/smtp[77]: AB12: to=<info@boekhandel-vos.nl>, relay=none, delay=0.1, dsn=5.4.6, status=bounced (mail for boekhandel-vos.nl loops back to myself)',
  'Jan 12 08:01:33 smtp postfix/smtp[77]: AB12: to=<info@boekhandel-vos.nl>, relay=none, delay=0.1, dsn=4.4.6, status=deferred (mail for boekhandel-vos.nl loops back to myself)',
  '2026-01-12 08:01:33 1tX0Ab-0000Kq-2f ** info@boekhandel-vos.nl R=dnslookup: lowest numbered MX record points to local host',
  '554 5.3.5 Local configuration error: MX list for boekhandel-vos.nl. points back to out.winkel.example',
])('a server that finds itself as the MX is ours to mend: %s', async (text) => {
  const { kind, whose, address, steps } = await cardFor(text);
  expect([kind, whose, address]).toEqual(['Our configuration', 'ours to fix', 'keep the address']);
  expect(steps).toMatch(/MX/);
});

test.each([
  '451 4.3.2 <jo@bakery.example>: not accepting messages, come back in an hour',
  '451 4.3.0 <jo@bakery.example>: temporary lookup failure',
  '450 4.2.0 <jo@bakery.example>: try again',
])('a deferral that is waited for either way asks nobody anything: %s', async (text) => {
  const { kind, address, steps, card } = await cardFor(text);
  expect([card.question, address]).toEqual([null, 'keep the address']);
  expect(kind).not.toBe('Not sure');
  expect(steps).toMatch(/retries|Don’t resend by hand/);
});

test.each([
  '554 5.4.14 Hop count exceeded - possible mail loop ATTR34',
  '554 5.4.6 Message exceeded 50 hops, this may indicate an email loop. - gsmtp',
  '550 5.4.6 <jo@bakery.example>: loop detected',
])('a loop is mended where it goes round, and neither waited for nor a matter of port 25: %s', async (text) => {
  expect((await cardFor(text)).steps).toMatch(/Received lines[\s\S]*forward/);
});

test('a loop between others stays theirs', async () => {
  expect((await cardFor('554 5.4.6 <jo@ferme.example>: too many hops')).whose).toBe('their side');
});

test('a person’s own block is lifted by that person, not by DNS', async () => {
  const { reason, whose, steps } = await cardFor(
    'host eu-smtp-inbound-2.mimecast.com said: 550 Envelope blocked - User Domain Entry - https://community.mimecast.com/docs/DOC-1369#550 [q1.uk1] (in reply to RCPT TO command)',
  );
  expect([reason, whose]).toEqual(['filtered', 'their side']);
  expect(steps).toMatch(/ask to be let through/);
});

test.each([
  '450 4.2.1 <office@dentist.example>: Mailbox received too much email in a short period of time (G30)',
  '451 4.2.1 <office@dentist.example>: this user has received too many messages today',
  '450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your message at a later time.',
])('a limit of the recipient’s mailbox says nothing of our rate: %s', async (text) => {
  const { whose, steps } = await cardFor(text);
  expect(whose).toBe('their side');
  expect(steps).not.toMatch(/halve|rate/i);
});

test.each([
  ['450 4.4.317 Cannot connect to remote server [Message=DnsDomainDoesNotExist]', 'network-error'],
  ['450 4.4.317 Cannot connect to remote server [Message=UntrustedRoot]', 'failed-starttls'],
  [
    '550 4.4.7 QUEUE.Expired; message expired, cannot connect to remote server -> 451 4.4.0 DNS query failed [{LED=450 4.4.317 Cannot connect to remote server [Message=InfoNoRecords]};{FQDN=};{IP=}]',
    'expired',
  ],
])('what Microsoft 365 says beside “cannot connect” decides: %s', async (text, reason) => {
  expect((await cardFor(text)).reason).toBe(reason);
});

test('a certificate that is theirs has their owner, and causes that are listed stay a list', async () => {
  const { whose, steps, card } = await cardFor(
    'Mar 03 11:20:45 relay postfix/smtp[412]: 77AC: to=<m.berg@museum.example>, relay=mx1.museum.example[192.0.2.9]:25, delay=0.6, dsn=4.7.5, status=deferred (Server certificate not verified)',
  );
  expect(whose).toBe('their side');
  expect(textOf(card.hint ?? [])).toBe('Failed: TLS. Owner: whoever runs mx1.museum.example.');
  expect(textOf(card.sentence)).not.toMatch(/expired, for another name/);
  expect(steps).toMatch(/Tell their postmaster[\s\S]*queue delivers/);
});

/** What is said of a bounce that this entry decides, beyond doubt. */
function saidBy(entry: Entry, permanence: Permanence) {
  if (sample === undefined) throw new Error('no bounce');
  const { reason, control, blocklist, provider } = entry;
  const category = entry.category[permanence];
  const reply = verdictReply(
    {
      ...sample,
      ...{
        entry,
        reason,
        control,
        blocklist,
        provider,
        category,
        permanence,
        certainty: 'sure',
        otherwise: null,
      },
      suppress: entry.suppress[permanence],
      retry: entry.retry[permanence],
    },
    catalog,
    null,
  );
  const { card, details } = reply;
  const fact = (name: string) => textOf(details.facts.find(({ label }) => label === name)?.value ?? []);
  return {
    ...card.badge,
    says: fact('Whose problem'),
    steps: card.steps.map(textOf),
    resend: fact('Resend'),
    customers: details.customers.map(({ text }) => text),
  };
}

const isOf = ({ reply, enhanced }: Entry, permanence: Permanence): boolean => {
  const codes = [...reply, ...enhanced];
  return codes.length === 0 || codes.some((code) => code.startsWith(permanence === 'permanent' ? '5' : '4'));
};

test.each([
  'permanent',
  'temporary',
] as const)('of no entry do card, Details and customers’ texts name different sides: %s', (permanence) => {
  for (const entry of catalog.entries.filter((one) => isOf(one, permanence))) {
    const { whose, says, address, steps, resend, customers } = saidBy(entry, permanence);
    const told = `${entry.id}: ${whose} · ${address}\n${[says, ...steps, ...customers].join('\n')}`;
    if (whose === 'ours to fix') {
      expect(says, told).toMatch(/^Your/);
      for (const text of customers)
        expect(text, told).not.toMatch(/has a fault|could not be reached|no room left|takes no mail at all/);
    }
    if (whose === 'their side') {
      expect(says, told).not.toMatch(/^Your(?!s to)/);
      for (const text of customers) expect(text, told).not.toMatch(/We are looking into it/);
    }
    // What the green button does is a step, and what no step asks for is no button.
    if (whose === 'address is dead' || (whose === 'already listed' && address !== 'keep the address'))
      expect(steps.join(), told).toMatch(/uppress (?:it|the)/);
    if (address === 'keep the address')
      expect(steps.join('\n'), told).not.toMatch(/^Suppress (?:it|the address)\b/m);
    if (permanence === 'temporary' && address === 'keep the address') {
      for (const text of customers) {
        if (text.includes('keeps trying'))
          expect(text, told).not.toMatch(/when to send it again|could not be delivered/);
      }
      if (customers.some((text) => text.includes('keeps trying')) && !steps.join().includes('typo'))
        expect(resend, told).not.toMatch(/^Not before/);
    }
  }
});

test('an address that is asked for is a fact once', async () => {
  for (const ip of ['', ' [x IP: 203.0.113.20]']) {
    const { card } = await cardFor(
      `<31@qq.com>: host mx1.qq.com said: 550 Mailbox unavailable or access denied${ip}`,
    );
    expect(card.facts.map(textOf).filter((fact) => fact.includes('31@qq.com'))).toHaveLength(1);
  }
});
