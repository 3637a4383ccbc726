import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AROUND, PIECES } from '../../bench/hostile/shapes.ts';
import { read } from '../../src/intake/index.ts';
import { charactersOf } from '../support/counted.ts';

const HEADER =
  'From: MAILER-DAEMON@example.org\nTo: news@example.org\nSubject: Undelivered Mail\nMIME-Version: 1.0\n';

/** How often a character is looked at by what counts: seldom over 200 times, with a reader that starts again at each place thousands. */
const MOST_LOOKS = 500;

describe('hostile input', () => {
  test('reads a mail of 25 MB only so far, and says so', async () => {
    const letter = '<ann@example.com>: 550 5.1.1 User unknown\n';
    const bytes = new TextEncoder().encode(
      `${HEADER}Content-Type: text/plain\n\n${letter}\n${'x'.repeat(70).concat('\n').repeat(350_000)}`,
    );
    expect(await read(bytes, { asked: true })).toMatchObject({
      bounces: [{ recipient: 'ann@example.com', replyCode: '550' }],
      left: 'Only the front of this mail was read: it is too long.',
    });
  });

  test('survives 1,000 nested parts', async () => {
    const open = Array.from(
      { length: 1000 },
      (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n`,
    ).join('');
    const mail = `${HEADER}${open}Content-Type: text/plain\n\n<ann@example.com>: 550 5.1.1 User unknown\n`;
    expect(await read(mail, { asked: true })).toMatchObject({
      bounces: [{ recipient: 'ann@example.com', enhancedCode: '5.1.1' }],
    });
  });

  test('reads 10,000 recipients of a report, and says where there were more; a block that is told again is one', async () => {
    const report = (blocks: readonly string[]): string =>
      `${HEADER}Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n${blocks.join('\n')}`;
    const block = (name: string): string =>
      `Final-Recipient: rfc822; ${name}@example.com\nAction: failed\nStatus: 5.1.1\n`;
    const many = await read(report(Array.from({ length: 10_100 }, (_, i) => block(`ann${i}`))), {
      asked: true,
    });
    expect(many.bounces).toHaveLength(10_000);
    expect(many.left).toBe('Stopped after 10,000 bounces.');
    const twice = await read(report([block('ann'), block('ann'), block('bea')]), { asked: true });
    expect(twice.bounces.map(({ recipient }) => recipient)).toEqual(['ann@example.com', 'bea@example.com']);
  });

  test('reads the letter of a mail byte for byte, whatever its lines', async () => {
    const letter = '<ann@example.com>: 550 5.1.1 Bäcker unknown\n';
    for (const end of ['\n', '\r\n'])
      expect(
        await read(
          new TextEncoder().encode(
            `${HEADER}Content-Type: text/plain; charset=utf-8\n\n\n${letter}`.replaceAll('\n', end),
          ),
          { asked: true },
        ),
      ).toMatchObject({
        bounces: [{ recipient: 'ann@example.com', diagnosticCode: '550 5.1.1 Bäcker unknown' }],
      });
  });

  test('names everybody who complained, however many one report names', async () => {
    const fields = Array.from({ length: 3000 }, (_, i) => `Original-Rcpt-To: <ann${i}@example.com>`).join(
      '\n',
    );
    const { bounces } = await read(`Feedback-Type: abuse\nVersion: 1\nUser-Agent: x/1\n${fields}\n`, {
      asked: true,
    });
    expect(new Set(bounces.map(({ recipient }) => recipient)).size).toBe(3000);
  });

  test('reads structures, tables and fields by turns, none of them twice', async () => {
    const piece = (i: number): string =>
      `{"to":"ann${i}@example.com","error":"550 5.1.1 User unknown"}\n\nto,from,error\nbea${i}@example.com,news@example.org,550 5.1.1 User unknown\n\nTo: cem${i}@example.com\nError: 550 5.1.1 User unknown\n\n\n`;
    const { bounces } = await read(Array.from({ length: 20 }, (_, i) => piece(i)).join(''), { asked: true });
    expect(bounces.map(({ recipient }) => recipient)).toEqual(
      Array.from({ length: 20 }, (_, i) =>
        ['ann', 'bea', 'cem'].map((name) => `${name}${i}@example.com`),
      ).flat(),
    );
  });

  test('reads a report that was cut anywhere without failing', async () => {
    const report = `${HEADER}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx1.example.org\n\nFinal-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--b--\n`;
    for (let length = 0; length <= report.length; length += 7) {
      const { bounces } = await read(report.slice(0, length), { asked: true });
      expect(bounces.length).toBeLessThan(3);
    }
  });

  test('never throws, and never noticed means no bounces when nobody asked', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '550 5.1.1 ',
        '<a@example.com>',
        ': ',
        '\n',
        '\r\n',
        'said: ',
        'Final-Recipient: rfc822; ',
        'Diagnostic-Code: ',
        '{"event":',
        '[',
        '"',
        '550-',
        'host a[1]',
        '\0',
        '(',
        '--b',
        'Content-Type: multipart/mixed; boundary=b\n',
      ),
      fc.string({ maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const text = pieces.join('');
        const watched = await read(text, { asked: false });
        const asked = await read(text, { asked: true });
        expect(watched.noticed).toBe(asked.noticed);
        if (!watched.noticed) expect(watched.bounces).toEqual([]);
        for (const { replyCode, enhancedCode, excerpt } of asked.bounces) {
          expect(replyCode ?? '550').toMatch(/^[245]\d\d$/);
          expect(enhancedCode ?? '5.1.1').toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
          expect(excerpt.length).toBeLessThanOrEqual(2000);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('takes work in proportion to its length, whatever is said again and again in it', async () => {
    const piece = fc.constantFrom(...Object.values(PIECES));
    const pieces = (minLength: number): fc.Arbitrary<string> =>
      fc.array(piece, { minLength, maxLength: 3 }).map((some) => some.join(''));
    const around = fc.constantFrom(...Object.values(AROUND));
    await fc.assert(
      fc.asyncProperty(pieces(0), pieces(1), around, async (front, again, put) => {
        const text = put(`${front}${again.repeat(Math.ceil(8000 / again.length))}`);
        const looked = await charactersOf(async () => (await read(text, { asked: true })).noticed);
        expect(looked).toBeLessThan(MOST_LOOKS * text.length);
      }),
      { numRuns: 80 },
    );
  });

  test('never throws on bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await expect(read(bytes, { asked: true })).resolves.toHaveProperty('bounces');
      }),
      { numRuns: 200 },
    );
  });
});
