/** Some days of a mail server, made up: messages, their recipients, and what became of each, as a Postfix log tells it. */
import fc from 'fast-check';
import { arrived, attempt, queued } from './postfix-log.ts';

/** What a server says that puts off or refuses; `relay`: whose it is. */
const WORDS: readonly { readonly words: string; readonly relay?: string }[] = [
  { words: '450 4.7.1 Recipient address rejected: Greylisted, try again later' },
  { words: '452 4.2.2 Mailbox full' },
  { words: '552 5.2.2 Mailbox full' },
  { words: '550 5.1.1 User unknown' },
  { words: '451 4.3.0 Try again later' },
  { words: '550 5.7.1 Message rejected because of the SPF policy' },
  {
    words:
      '550 5.7.1 Service unavailable, Client host [198.51.100.7] blocked using zen.spamhaus.org; see https://www.spamhaus.org/query/ip/198.51.100.7',
  },
  {
    words: '421-4.3.0 Temporary System Problem. Try again later (6). gsmtp',
    relay: 'aspmx.l.google.com',
  },
  {
    words: '452-4.2.2 The recipient inbox is out of storage space. gsmtp',
    relay: 'gmail-smtp-in.l.google.com',
  },
];

const RECIPIENTS = ['ann', 'bob'].flatMap((name) =>
  ['one.example', 'two.example', 'three.example', 'four.example'].map((domain) => `${name}@${domain}`),
);

const at = (minute: number): { readonly day: number; readonly time: string } => {
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    day: 17 + Math.floor(minute / 1440),
    time: `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}:02`,
  };
};

/** One message to one recipient: when it was tried, and what was said. Without a word it arrived at once. */
const way = fc.record({
  to: fc.constantFrom(...RECIPIENTS),
  begins: fc.integer({ min: 0, max: 4 * 1440 + 600 }),
  tries: fc.array(fc.record({ wait: fc.integer({ min: 5, max: 90 }), said: fc.constantFrom(...WORDS) }), {
    maxLength: 4,
  }),
});
/** One that is put off, and arrives. */
const lateWay = fc.record({
  to: fc.constantFrom('cy@late.example', 'dee@late.example', 'eve@later.example'),
  begins: fc.integer({ min: 0, max: 4 * 1440 + 600 }),
  tries: fc.array(
    fc.record({ wait: fc.integer({ min: 5, max: 90 }), said: fc.constantFrom(...WORDS.slice(0, 2)) }),
    { minLength: 1, maxLength: 3 },
  ),
});

const message = fc.record({
  from: fc.constantFrom('news@shop.example', 'billing@shop.example', 'hello@blog.example'),
  ways: fc.uniqueArray(fc.oneof({ arbitrary: way, weight: 4 }, lateWay), {
    minLength: 1,
    maxLength: 3,
    selector: ({ to }) => to,
  }),
});

/** The lines of a log of 17 to 21 November 2026, up to about noon. */
export const mailDays: fc.Arbitrary<readonly string[]> = fc
  .array(message, { minLength: 1, maxLength: 8 })
  .map((messages) =>
    messages.flatMap(({ from, ways }, n) => {
      const id = `4F${n}Qx0abcz9`;
      const first = Math.min(...ways.map(({ begins }) => begins));
      return [queued({ ...at(first), id, from }), ...ways.flatMap((one) => linesOf(id, one))];
    }),
  );

function linesOf(
  id: string,
  { to, begins, tries }: typeof way extends fc.Arbitrary<infer T> ? T : never,
): readonly string[] {
  let minute = begins;
  const lines: string[] = [];
  for (const { wait, said } of tries) {
    lines.push(attempt({ ...at(minute), id, to, ...said }));
    // Refused for good is not tried again.
    if (said.words.startsWith('5')) return lines;
    minute += wait;
  }
  const arrives = tries.length === 0 || to.includes('@late');
  return arrives ? [...lines, arrived({ ...at(minute), id, to })] : lines;
}

/** Pastes that together hold every line, some of them more than once, in any order. */
export const pastesOf = (log: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc
    .record({
      order: fc.shuffledSubarray(log as string[], { minLength: log.length }),
      again: fc.array(fc.constantFrom(...log), { maxLength: 8 }),
      cuts: fc.array(fc.nat(log.length), { maxLength: 10 }),
    })
    .map(({ order, again, cuts }) => {
      const lines = [...order, ...again];
      const ends = [0, ...cuts, lines.length].sort((a, b) => a - b);
      return ends.slice(1).flatMap((end, i) => {
        const some = lines.slice(ends[i], end);
        return some.length > 0 ? [some.join('\n')] : [];
      });
    });
