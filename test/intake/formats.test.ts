import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Format, Reader } from '../../src/intake/formats/reader.ts';
import { formats, scan } from '../../src/intake/gates.ts';
import { read } from '../../src/intake/index.ts';

const examples = formats.flatMap(({ name, examples }) => examples.map((example) => ({ name, ...example })));
const facts = (bounces: readonly object[], finds: readonly object[]): readonly object[] =>
  bounces.map((bounce, i) =>
    Object.fromEntries(
      Object.keys(finds[i] ?? bounce).map((field) => [field, bounce[field as keyof typeof bounce]]),
    ),
  );

describe('formats', () => {
  test('each shows what it reads', () => {
    const bare = formats.filter(({ examples, name }) => examples.length === 0 && !COMPOSED.includes(name));
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  test.each(examples)('$name: $text', async ({ text, finds, noticed = true }) => {
    const asked = await read(text, { asked: true });
    expect(facts(asked.bounces, finds)).toEqual(finds);
    const watched = await read(text, { asked: false });
    expect(watched.noticed).toBe(noticed);
    expect(watched.bounces).toEqual(noticed ? asked.bounces : []);
  });

  /** Of lines and events many stand below each other; a letter is for one as a rule. */
  const lines = formats
    .flatMap(
      ({ parts, ...one }: Format & Pick<Reader, 'parts'>) =>
        parts ?? (one.name === 'SMTP reply' ? [one] : []),
    )
    .flatMap(({ name, examples }) => examples.map((example) => ({ name, ...example })))
    .filter(({ finds }) => finds.length === 1 && finds[0]?.recipient != null);
  test.each(lines)('$name: two of them stay two bounces: $text', async ({ text, finds }) => {
    const { recipient } = finds[0] as { recipient: string };
    const other = text
      .replaceAll(recipient, `another.${recipient}`)
      .replaceAll('delivery 12:', 'delivery 13:');
    for (const gap of ['\n', '\n\n']) {
      const { bounces } = await read(text + gap + other, { asked: true });
      expect(bounces.map((bounce) => bounce.recipient)).toEqual([recipient, `another.${recipient}`]);
    }
  });

  test('what a proof fits has one of its marks', () => {
    for (const { text } of examples) {
      const { proofs } = scan(text);
      for (const format of formats)
        for (const proof of format.proofs) if (proof.pattern.test(text)) expect(proofs).toContain(proof);
    }
  });
});

/** Made of parts, which have examples of their own. */
const COMPOSED = ['mail log', 'webhook JSON'];

describe('scan', () => {
  test('notes where codes, addresses, brackets and other servers’ words stand', () => {
    const text = 'to=<ann@example.com> host mx[192.0.2.20] SAID: 550-5.1.1 no, 1550 5.1';
    expect(scan(text)).toMatchObject({
      codes: [text.indexOf('550-'), text.indexOf('5.1.1')],
      ats: [text.indexOf('@')],
      brackets: [text.indexOf('[')],
      said: [text.indexOf(' 550-')],
    });
  });

  test('finds a mark wherever it stands, in any case, and gates are made of nothing else', () => {
    const all = formats.flatMap((format) => (format.gate.marks ?? []).map((mark) => ({ format, mark })));
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.string(),
        fc.string(),
        fc.boolean(),
        ({ format, mark }, front, end, isLoud) => {
          const text = front + (isLoud ? mark.toUpperCase() : mark) + end;
          expect(scan(text).formats).toContain(format);
        },
      ),
    );
    for (const { gate } of formats)
      expect((gate.marks?.length ?? 0) > 0 || gate.codes || (gate.signs ?? 0) !== 0).toBe(true);
  });
});
