/** The ticket as text for any tracker: whole, and what came from outside stays text. */
import { expect, test } from 'vitest';
import { type Ticket, ticketMarkdown, ticketText } from '../../src/escalation/index.ts';

const TICKET: Ticket = {
  title: 'SPF did not pass: example.com',
  facts: [
    { label: 'Bounces', value: '12' },
    { label: 'Refused by', value: 'Gmail, @channel #12 <img src=x>' },
  ],
  evidence: '550 5.7.26 ``` </pre> @everyone [x](https://evil.example)\n# no heading\u202e',
  cause: '192.0.2.7 does not pass SPF.',
  changes: [
    {
      text: 'Add `ip4:192.0.2.7` to the TXT record of example.com.',
      record: {
        name: 'example.com',
        type: 'TXT',
        before: 'v=spf1 -all',
        after: 'v=spf1 ip4:192.0.2.7 -all',
      },
    },
  ],
  tell: ['Please look at it.'],
  verify: ['dig +short TXT example.com'],
  links: [{ label: 'Help', url: 'https://support.google.com/a/answer/81126' }],
};

test('two records that stand there now are each in quotation marks', () => {
  const [change] = TICKET.changes;
  const record = {
    name: 'example.com',
    type: 'TXT',
    before: 'v=spf1 -all" and "v=spf1 mx -all',
    after: 'v=spf1 mx -all',
  };
  const text = ticketText({ ...TICKET, changes: [{ text: change?.text ?? '', record }] });
  expect(text).toContain('now:  "v=spf1 -all" and "v=spf1 mx -all"\n');
});

test('as plain text', () => {
  expect(ticketText(TICKET)).toBe(`SPF did not pass: example.com
Bounces: 12
Refused by: Gmail, @channel #12 <img src=x>

Most likely cause
192.0.2.7 does not pass SPF.

What to change
Add \`ip4:192.0.2.7\` to the TXT record of example.com.
  example.com TXT
    now:  v=spf1 -all
    then: v=spf1 ip4:192.0.2.7 -all

Please
Please look at it.

How to verify
  dig +short TXT example.com

The server said: 550 5.7.26 \`\`\` </pre> @everyone [x](https://evil.example) # no heading

Links
  Help: https://support.google.com/a/answer/81126
`);
});

test('as Markdown: no mention, no tag, no way out of the fence', () => {
  expect(ticketMarkdown(TICKET)).toBe(`# SPF did not pass: example.com

- **Bounces:** 12
- **Refused by:** Gmail, &#64;channel \\#12 \\<img src=x\\>

## Most likely cause

192.0.2.7 does not pass SPF.

## What to change

Add \\\`ip4:192.0.2.7\\\` to the TXT record of example.com.

\`\`\`text
example.com TXT
now:  v=spf1 -all
then: v=spf1 ip4:192.0.2.7 -all
\`\`\`

## Please

- Please look at it.

## How to verify

\`\`\`sh
dig +short TXT example.com
\`\`\`

## The server said

\`\`\`\`text
550 5.7.26 \`\`\` </pre> @everyone [x](https://evil.example) # no heading
\`\`\`\`

## Links

- Help: <https://support.google.com/a/answer/81126>
`);
});
