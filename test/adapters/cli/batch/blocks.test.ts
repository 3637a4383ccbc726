import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf } from '../../../../adapters/cli/batch/blocks.ts';
import { LongLine } from '../../../../adapters/cli/batch/long-line.ts';

async function blocks(pieces: readonly Buffer[]): Promise<readonly (Buffer | LongLine)[]> {
  const all: (Buffer | LongLine)[] = [];
  for await (const block of blocksOf(Readable.from(pieces))) all.push(block);
  return all;
}

test('wherever the pieces end, blocks hold whole lines, and nothing is lost', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'ß', '€', '𝄞', '\r', '\n', '"') }), { maxLength: 12 }),
      fc.array(fc.nat({ max: 20 }), { maxLength: 8 }),
      async (texts, sizes) => {
        const bytes = Buffer.from(texts.join('\n'));
        const pieces: Buffer[] = [];
        let at = 0;
        for (const size of [...sizes, bytes.length]) {
          if (at < bytes.length && size > 0) pieces.push(bytes.subarray(at, at + size));
          at += size;
        }
        const found = await blocks(pieces);
        for (const block of found.slice(0, -1)) expect((block as Buffer).at(-1)).toBe(10);
        expect(Buffer.concat(found as Buffer[]).equals(bytes)).toBe(true);
      },
    ),
  ));

test('a line is answered when its end has come, whatever comes behind it', async () => {
  const stdin = new Readable({ read: () => {} });
  const found = blocksOf(stdin);
  stdin.push('one\ntw');
  expect(String((await found.next()).value)).toBe('one\n');
  stdin.push('o\nthree');
  expect(String((await found.next()).value)).toBe('two\n');
  stdin.push(null);
  expect(String((await found.next()).value)).toBe('three');
  expect((await found.next()).done).toBe(true);
});

test('a line of 16 MB is read, a longer one is not kept, and those around it are whole', async () => {
  const most = 'x'.repeat(16 * 1024 * 1024);
  const found = await blocks([Buffer.from(`one\n${most}\n${most}y\ntwo\n`)]);
  const kinds = found.map((block) => (block instanceof LongLine ? 'long' : block.length));
  expect(kinds.filter((kind) => kind === 'long')).toHaveLength(1);
  const lines = found.flatMap((block) =>
    block instanceof LongLine ? ['long'] : block.toString().split('\n').filter(Boolean),
  );
  expect(lines.map((line) => (line.length > 10 ? line.length : line))).toEqual([
    'one',
    most.length,
    'long',
    'two',
  ]);
});
