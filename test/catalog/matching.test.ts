import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FENCE } from '../../src/catalog/characters.ts';
import { IN_LINK } from '../../src/catalog/links.ts';
import { createMatcher } from '../../src/catalog/matcher.ts';
import { BOUND, createNormalForm, normalise, textOf } from '../../src/catalog/normal-form.ts';
import { compile } from '../../src/catalog/pattern.ts';
import { GAP, isFoundIn } from '../../src/catalog/spans.ts';

const form = createNormalForm();
function normalForm(text: string): string {
  normalise(text, form);
  return textOf(form);
}
const holds = (text: string, pattern: string): boolean => isFoundIn(compile(pattern), text);

describe('letter case, accents, blanks, hyphens and punctuation make no difference', () => {
  test.each([
    [
      'over quota',
      ['over-quota', 'OVERQUOTA', 'Over  Quota!', '"over/quota"', 'over\nquota', 'ｏｖｅｒ quota'],
    ],
    ['user unknown', ['User unknown!', 'user-unknown', 'user_unknown', '<a@example.com>: User unknown.']],
    ['blacklisted', ['black-listed', 'BLACK LISTED', 'is black­listed by']],
    ["doesn't exist", ['doesn’t exist', 'doesnt exist', "DOESN'T-EXIST"]],
    ['boite pleine', ['Boîte pleine', 'BOÎTE  PLEINE']],
    ['zu gross', ['zu groß', 'ZU GROẞ']],
    ['skrzynka pełna', ['Skrzynka pelna', 'SKRZYNKA PEŁNA']],
    ['kullanici bulunamadi', ['Kullanıcı bulunamadı']],
    ['почтовый ящик переполнен', ['Почтовый ящик переполнен.', 'почтовый-ящик переполнен']],
    ['宛先が見つかりません', ['エラー: 宛先が見つかりません。', '「宛先が 見つかりません」']],
  ])('%s', (pattern, texts) => {
    expect(texts.filter((text) => !holds(text, pattern))).toEqual([]);
  });
});

describe('what does make a difference', () => {
  test.each([
    ['numbers stay apart', '5.7.1', ['571', '5 7 1', '5.71', '15.7.1', '5.7.11'], ['550-5.7.1:', '#5.7.1']],
    ['a pattern ends where words end', 'spf', ['spfx', 'xspf', 'spf2'], ['SPF', 'spf-record', 'é:spf']],
    ['against a * a word goes on', 'black*', ['ablack'], ['blacklisted', 'black-listed', 'black']],
    [
      'nothing in an address is wording',
      'full',
      ['<full@example.com>', 'full.house@full.example'],
      ['full: a@b.c'],
    ],
    ['an address can be asked for', '@ not found', ['not found'], ['<jane@example.com> not found']],
    ['few letters need their signs', '(spam)', ['spam', 'no spam here'], ['rejected (spam)', '( SPAM ).']],
    ['few letters need their signs', 'spf=', ['spf', 'spf: fail'], ['spf=fail', 'spf = fail']],
    [
      'signs of a field or a path count',
      '/reputation',
      ['bad reputation'],
      ['https://example.com/reputation'],
    ],
    [
      'the path and the query of a link are no words',
      'user unknown',
      [
        'see https://help.example.net/unknown/user-unknown.html',
        'https://example.net:8443/?why=user%20unknown&x=user-unknown',
        'HTTP://192.0.2.1/user/unknown',
        'www.example.net/user-unknown, please',
        'help.example.net/kb?q=user-unknown',
        'help.example.net?q=user-unknown',
        'help.example.net:8080/user-unknown',
        '<https://example.net/user-unknown>',
        '[why](https://example.net/user-unknown)',
        '<https://example.net/user-unknown|why>',
        '"https:\\/\\/example.net\\/user-unknown"',
        'mailto:postmaster@example.net?subject=user-unknown',
        'https://example.net/почта/user-unknown',
      ],
      [
        'https://example.net/why. User unknown',
        '<https://example.net/why>: user unknown',
        '[https://example.net/why](https://example.net/why)user unknown',
        '<https://example.net/why|user unknown>',
        '{https://example.net/why}user unknown',
        'https://example.net/why用户user unknown',
        'ann@example.com/user unknown',
        'postfix/local: user unknown',
        'I/O: user/unknown, 5.1.1/user-unknown',
        '/var/mail.d/ann: user unknown',
      ],
    ],
    [
      'but what begins with its host is found in a link',
      'mail.example.net * c=full',
      ['mail.example.org/?c=full', 'https://example.org/mail.example.net/?c=full', 'c=full'],
      [
        'https://mail.example.net/help?c=full',
        'mail.example.net/?ip=192.0.2.1&c=full',
        'mail.example.net: c=full',
      ],
    ],
    [
      'and what begins with a sign of a path',
      '?p=NoSuchUser',
      ['https://example.net/NoSuchUser'],
      ['https://mail.example.net/help?p=NoSuchUser', 'see ?p=nosuchuser', '/?x=1&p=NoSuchUser'],
    ],
    [
      'a host is found wherever it is one',
      'lists.example.net',
      ['https://example.org/?q=lists.example.net'],
      ['https://lists.example.net/a', 'on lists.example.net', '<https://a.lists.example.net|a>'],
    ],
    [
      'a gap has an end',
      'listed * by',
      [`listed ${'x'.repeat(GAP + 1)} by`],
      [`listed ${'x'.repeat(GAP)} by`, 'listed by'],
    ],
  ])('%s: %s', (_, pattern, without, within) => {
    expect(without.filter((text) => holds(text, pattern))).toEqual([]);
    expect(within.filter((text) => !holds(text, pattern))).toEqual([]);
  });

  test('one of several words', () => {
    const either = '{mailbox|in-box} * {full|over quota*}';
    const found = ['Mailbox is full', 'your inbox: over-quotas!', 'inbox full'];
    expect(found.filter((text) => !holds(text, either))).toEqual([]);
    expect(['mailbox', 'full mailbox', 'mailbox fully'].filter((text) => holds(text, either))).toEqual([]);
    expect(() => compile('{user * unknown|other}')).toThrow('within { }');
  });

  test('what is said behind the fence is reached only by those who ask for it', () => {
    const text = `Access denied${FENCE}MAILFROM`;
    const found = ['denied', 'denied * § mail from', '§ mail from', '{denied|refused} * § mail from'];
    expect(found.filter((pattern) => !holds(text, pattern))).toEqual([]);
    const notFound = ['mail from', 'denied mail', 'denied * from', 'denied * mail from', '§ mail', '§ from'];
    expect(notFound.filter((pattern) => holds(text, pattern))).toEqual([]);
    expect(holds('Zugriff verweigert für Müller\u001fMAILFROM', 'verweigert * § mail from')).toBe(true);
  });

  test('a tag stands as it is written', () => {
    const holdsTag = (text: string, tag: string): boolean => isFoundIn(compile(tag, 'tag'), text);
    expect(holdsTag('421 4.7.0 [TSS04] deferred', '[TSS04]')).toBe(true);
    expect(holdsTag('421 4.7.0 [tss04] deferred', '[TSS04]')).toBe(true);
    expect(holdsTag('421 4.7.0 TSS04 deferred', '[TSS04]')).toBe(false);
    expect(holdsTag('550 No such user', 'NoSuchUser')).toBe(false);
  });

  test.each(['', '*', ' * . ', 'x', '...'])('"%s" has nothing to look for', (pattern) => {
    expect(() => compile(pattern)).toThrow('nothing to look for');
  });
});

/** Texts made of what makes matching hard: pieces of the same words, joined by anything. */
const words = fc.constantFrom(
  ...[
    'user',
    'unknown',
    'us',
    'er',
    'quota',
    'over',
    'list',
    'listed',
    'blacklisted',
    '5.7.1',
    '57',
    '1',
    'é',
    'ñandú',
  ],
  ...[
    'full',
    'mailbox',
    'ma',
    'il',
    '宛先',
    'が',
    'mx.example.com',
    'https://help.example.net',
    '?p=1',
    'a@example.com',
    '@',
    'İ',
    'ß',
    '\u0301',
    '\u00ad',
    '😀',
    'DKIM',
  ],
);
const joints = fc.constantFrom(
  '',
  '',
  ' ',
  '  ',
  '-',
  '.',
  ', ',
  '\n',
  ': ',
  '(',
  ')',
  '*',
  '=',
  '/',
  '?',
  '|',
  '\t',
);
const text = fc
  .array(fc.tuple(fc.oneof({ weight: 9, arbitrary: words }, { weight: 1, arbitrary: fc.string() }), joints), {
    maxLength: 25,
  })
  .map((parts) => parts.flat().join(''));
const written = fc.oneof(
  { weight: 5, arbitrary: words },
  {
    weight: 1,
    arbitrary: fc.array(words, { minLength: 1, maxLength: 3 }).map((all) => `{${all.join('|')}}`),
  },
);
const pattern = fc
  .array(fc.tuple(written, fc.constantFrom('', ' ', '-', ' * ', '*', '* ', ' *', '. ')), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.flat().join(''))
  .filter((source) => {
    try {
      return compile(source).pieces.length > 0;
    } catch {
      return false;
    }
  });

describe('the normal form', () => {
  test('is its own normal form, but for an address sign', () => {
    fc.assert(
      fc.property(text, (some) => {
        const once = normalForm(some).replaceAll('@', '');
        expect(normalForm(once)).toBe(once);
      }),
    );
  });

  test('is the same however a text is spaced and set', () => {
    const plain = fc.array(fc.constantFrom('user', 'Unknown', 'QUOTA', 'é', '宛先'), { maxLength: 8 });
    fc.assert(
      fc.property(
        plain,
        fc.array(fc.constantFrom(' ', '-', '!', '\n', ''), { minLength: 8, maxLength: 8 }),
        (some, joined) => {
          const set = some.map((word, i) => `${word.toUpperCase()}${joined[i]}`).join('');
          expect(normalForm(set)).toBe(normalForm(some.join(' ')));
        },
      ),
    );
  });

  test('keeps digits as they stood', () => {
    const number = fc.array(fc.nat(9999), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(number, fc.constantFrom('.', ' ', '-', ', '), (numbers, joint) => {
        const kept = numbers.join(joint === '.' ? '.' : ' ');
        expect(normalForm(numbers.join(joint))).toBe(kept);
      }),
    );
  });
});

/** The plain way: every place of every piece, tried by itself. */
function reference(source: string, some: string): boolean {
  const { pieces } = compile(source);
  normalise(some, form);
  const whole = textOf(form);
  const isMarked = (at: number, mark: number): boolean => ((form.bounds[at] as number) & mark) !== 0;
  const canStand = (index: number, from: number, to: number): boolean => {
    const alternatives = pieces[index];
    if (alternatives === undefined) return true;
    for (const piece of alternatives) {
      for (let at = from; at <= Math.min(to, whole.length - piece.literal.length); at++) {
        const end = at + piece.literal.length;
        if (whole.slice(at, end) !== piece.literal) continue;
        if (!piece.inLink && isMarked(at, IN_LINK)) continue;
        if (piece.wordStart && !isMarked(at, BOUND)) continue;
        if (piece.wordEnd && !isMarked(end, BOUND)) continue;
        const before = form.source.slice(0, form.offsets[at]).replace(/\s/g, '');
        const after = form.source.slice((form.offsets[end - 1] as number) + 1).replace(/\s/g, '');
        if (!before.endsWith(piece.before) || !after.startsWith(piece.after)) continue;
        if (canStand(index + 1, end, end + GAP)) return true;
      }
    }
    return false;
  };
  return canStand(0, 0, whole.length);
}

describe('the matcher', () => {
  test('finds what the plain way finds, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 30 }),
        fc.array(text, { minLength: 1, maxLength: 4 }),
        (sources, texts) => {
          const patterns = sources.map((source) => compile(source));
          const matcher = createMatcher(patterns);
          for (const some of texts) {
            const found = new Set(matcher.found.subarray(0, matcher.search(some)));
            for (const one of patterns) {
              const number = matcher.numberOf(one);
              const expected = reference(one.source, some);
              expect([one.source, some, found.has(number)]).toEqual([one.source, some, expected]);
              expect(matcher.has(number)).toBe(expected);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('tells each pattern once, in the order of the text, those with gaps last', () => {
    const patterns = ['mailbox full', 'user unknown', 'user * full', 'quota'].map((source) =>
      compile(source),
    );
    const matcher = createMatcher([...patterns, ...patterns]);
    const count = matcher.search('User unknown. user-unknown; mailbox full');
    expect([...matcher.found.subarray(0, count)].map((number) => patterns[number]?.source)).toEqual([
      'user unknown',
      'mailbox full',
      'user * full',
    ]);
  });

  test('weighs of alternatives the one that stands in the text, of several the longest', () => {
    const matcher = createMatcher([
      compile('{box|mail account} * {full|over its quota}'),
      compile('{gone|does not exist}'),
    ]);
    const weightsIn = (text: string): readonly number[] =>
      [...matcher.found.subarray(0, matcher.search(text))].map((number) => matcher.weights[number] ?? 0);
    expect(weightsIn('the box is full')).toEqual(['box'.length + 'full'.length]);
    expect(weightsIn('mail account is full')).toEqual(['mail account'.length + 'full'.length]);
    expect(weightsIn('box full, over its quota')).toEqual(['box'.length + 'over its quota'.length]);
    expect(weightsIn('it is gone')).toEqual(['gone'.length]);
    expect(weightsIn('gone, it does not exist')).toEqual(['does not exist'.length]);
  });

  test('tells where a pattern stands', () => {
    const matcher = createMatcher([compile('listed * by'), compile('spamcop')]);
    matcher.search('SpamCop? No: listed here by SpamCop');
    expect(matcher.spans(0)).toEqual([['spamcopno'.length, 'spamcopnolistedhereby'.length]]);
    expect(matcher.spans(1)).toEqual([
      [0, 'spamcop'.length],
      ['spamcopnolistedhereby'.length, 'spamcopnolistedherebyspamcop'.length],
    ]);
  });

  test('takes texts of any length, and reads the front of them', () => {
    const matcher = createMatcher([compile('user unknown')]);
    expect(matcher.search(`user unknown ${'é'.repeat(1_000_000)}`)).toBe(1);
    expect(matcher.search(`${'x'.repeat(1_000_000)} user unknown`)).toBe(0);
    expect(matcher.search('')).toBe(0);
  });
});
