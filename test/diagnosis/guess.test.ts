import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { train } from '../../build/guess/train.ts';
import { openCatalog } from '../../src/catalog/index.ts';
import { guesserOfBuild, wordsIn } from '../../src/diagnosis/guess/index.ts';
import { createExplain, createJudge } from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { diagnose, why } = createJudge(catalog);
const { explain } = createExplain(catalog);

const verdictOn = async (text: string) => {
  const [bounce] = (await read(text, { asked: true })).bounces;
  if (bounce === undefined) throw new Error(`no bounce in "${text}"`);
  return diagnose(bounce);
};

describe('words that no entry of the catalog knows, but that are like those of known bounces', () => {
  test.each([
    ['550 5.1.1 Our filter thinks that this message looks like an advertisement', 'spam-detected'],
    ['553 5.1.1 message has a header line that is missing its colon', 'not-compliant-rfc'],
    ['554 5.7.1 we do not like the look of your network', 'blocked'],
    ['450 mailfrom count exceeded for this connection', 'rate-limited'],
  ])('%s: %s', async (text, reason) => {
    const { entry, evidence, suppress, ...verdict } = await verdictOn(text);
    expect(verdict.reason).toBe(reason);
    expect(verdict.certainty).not.toBe('sure');
    expect({ entry, evidence, suppress }).toEqual({ entry: null, evidence: 'words-alike', suppress: false });
  });

  test('a guess at a dead address is unsure, and suppresses nobody', async () => {
    const verdict = await verdictOn('550 we have lost the mailbox of this person long ago');
    expect(verdict).toMatchObject({ evidence: 'words-alike', certainty: 'unsure', suppress: false });
  });

  test('a 4xx is for now, whatever its words are like', async () => {
    const verdict = await verdictOn('450 we have lost the mailbox of this person long ago');
    expect(verdict).toMatchObject({ evidence: 'words-alike', category: 'soft', retry: true });
  });

  test('two words are too few for a dead address', async () => {
    const verdict = await verdictOn('550 Invalid forward-email TXT record.');
    expect(verdict).toMatchObject({ reason: 'undefined', category: 'policy' });
  });

  test('the words that spoke are told', async () => {
    const text = '550 5.1.1 Our filter thinks that this message looks like an advertisement';
    const [bounce] = (await read(text, { asked: true })).bounces;
    const { guess } = why(bounce as NonNullable<typeof bounce>);
    expect(guess).toMatchObject({ reason: 'spam-detected', decides: true });
    expect(guess?.words.join(' ')).toContain('filter');
    expect(guess?.words.every((word) => wordsIn(text).includes(word.split(' ')[0] ?? ''))).toBe(true);
  });

  test("what the catalog knows isn't asked", async () => {
    const [bounce] = (await read('550 5.1.1 User unknown', { asked: true })).bounces;
    expect(why(bounce as NonNullable<typeof bounce>).guess).toBeNull();
  });
});

describe('what is no bounce stays none', () => {
  test.each([
    'could you look at why the build fails? the mailbox module throws an error',
    'lunch at noon? the server room is too warm again',
    'Please send me the quota report for our sales team before Friday.',
    'The domain of the new shop is registered, now we wait for the certificate',
  ])('%s', async (text) => {
    expect((await explain(text, { asked: true })).diagnoses).toEqual([]);
  });
});

describe('words', () => {
  test.each([
    ['550-5.1.1 <jo@example.com>: No such user here (in reply to RCPT TO command)', 'no such user here'],
    ['host mx.example.com[192.0.2.4] said: 554 Grey-listed; see http://a.example/unknown', 'grey listed see'],
    ['Boîte pleine. Réessayez; ßtraße', 'boite pleine reessayez sstrasse'],
    ['收件人不存在', '收 件 人 不 存 在'],
    ['queue id 4FzX1k2Wq is mail.example.com/queue?full=yes', 'queue id is'],
  ])('%s', (text, words) => {
    expect(wordsIn(text).join(' ')).toBe(words);
  });

  const unsaid = fc.oneof(
    fc.emailAddress().map((address) => `<${address}>`),
    fc.webUrl({ withQueryParameters: true }),
    fc.domain(),
    fc.ipV4(),
    fc.nat().map(String),
  );
  test('an address, a link, a host or a number more makes no other guess', () => {
    const said = 'your host was banned because of too much junk'.split(' ');
    const codes = { replyCode: '554', enhancedCode: null, command: null };
    const guess = guesserOfBuild(wordsIn(said.join(' ')), codes);
    fc.assert(
      fc.property(unsaid, fc.nat({ max: said.length }), (more, at) => {
        const words = wordsIn(said.toSpliced(at, 0, more).join(' '));
        const { of, ...other } = guesserOfBuild(words, codes) ?? {};
        expect(other).toEqual((({ of, ...rest }) => rest)(guess as NonNullable<typeof guess>));
      }),
    );
  });
});

test('the same samples make the same model', () => {
  const codes = { replyCode: null, enhancedCode: null, command: null };
  const samples = ['mailbox is full', 'your mailbox is full now', 'over the quota', 'the quota is over']
    .map((text) => ({ reason: 'mailbox-full' as const, parts: [wordsIn(text)], codes, weight: 1 }))
    .concat(
      ['no such user', 'the user is unknown', 'no user here'].map((text) => ({
        ...{ reason: 'user-unknown' as never, parts: [wordsIn(text)], codes, weight: 1 },
      })),
    );
  expect(train(samples)).toEqual(train(samples));
});
