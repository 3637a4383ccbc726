/**
 * Reads real bounce mails, where they lie beside the project. Known differences, in which the reference is wrong for
 * a user: it invents recipients for redacted complaints (arf-11, arf-15), cuts a domain short (mxlogic, exim-52),
 * misses an address that stands in the text (rfc3464-38, -39), and drops a reply code whose class differs from the
 * status (postfix-38, franceptt-06; ours keeps both). Where an alias was expanded, it names whom the mail was sent on
 * to, and ours whom the sender mailed (postfix-50, franceptt-03, google-03, google-04).
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';
import { inShared, needing } from '../support/shared.ts';

const CORPUS = 'corpus/mails.jsonl';
const corpus = inShared(CORPUS);

type Line = {
  file: string;
  agreed: boolean | null;
  expected: { recipient: string | null; reply_code: string | null }[];
};

describe('the corpus', needing(CORPUS), () => {
  const folder = dirname(corpus ?? '');
  const lines = (corpus === null ? '' : readFileSync(corpus, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

  test.each(['bsd', 'dos', 'mac'])('%s mails: recipients and reply codes', async (kind) => {
    const mails = lines.filter(({ file, agreed }) => file.startsWith(kind) && agreed !== false);
    let recipients = 0;
    let codes = 0;
    for (const { file, expected } of mails) {
      const { bounces } = await read(readFileSync(join(folder, 'mails', file)), { asked: true });
      const set = (some: readonly { readonly recipient: string | null }[]): string =>
        [...new Set(some.map(({ recipient }) => recipient?.toLowerCase()))].toSorted().join();
      if (set(expected) === set(bounces)) recipients += 1;
      if (
        expected.every(
          (one) => one.reply_code === null || bounces.some(({ replyCode }) => replyCode === one.reply_code),
        )
      )
        codes += 1;
    }
    expect(recipients / mails.length).toBeGreaterThan(0.92);
    expect(codes / mails.length).toBeGreaterThan(0.97);
  });
});
