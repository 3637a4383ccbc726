/** A character in an address that nobody sees makes it another address than the one that it looks like. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { damageOf } from '../../src/intake/index.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const { explain } = createExplain(catalog);

async function only(text: string) {
  const [diagnosis] = (await explain(text, { asked: true })).diagnoses;
  return {
    recipient: diagnosis?.bounce.recipient,
    damage: damageOf(diagnosis?.bounce.recipient ?? null),
    suppress: diagnosis?.suppress,
  };
}

test.each([
  [
    'a turn of direction',
    '550 5.1.1 <ann\u202emoc.elpmaxe@oak.example>: User unknown',
    'ann\u202emoc.elpmaxe@oak.example',
  ],
  ['a mark of direction', 'to an\u200en@oak.example: 550 5.1.1 User unknown', 'an\u200en@oak.example'],
])('%s within it: as it stands, and nobody is suppressed', async (_, text, recipient) => {
  expect(await only(text)).toEqual({
    recipient,
    damage: 'has an invisible character in it',
    suppress: false,
  });
});

test.each([
  ['for a line to break', 'to a\u200bnn@o\u00adak.example: 550 5.1.1 User unknown'],
  ['around it', '550 5.1.1 <\u202aann@oak.example\u202c>: User unknown'],
  ['beside it', '550 5.1.1 \u200b<ann@oak.example>\u200b:\u200b User unknown'],
  ['in one of two places', '550 5.1.1 <ann@oak.example>: a\u200enn@oak.example: User unknown'],
])('what stands %s is dropped', async (_, text) => {
  expect(await only(text)).toEqual({ recipient: 'ann@oak.example', damage: null, suppress: true });
});
