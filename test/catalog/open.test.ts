import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { catalogJsonSchema } from '../../src/catalog/json-schema.ts';
import { createExplain } from '../../src/diagnosis/index.ts';

const BUILT_IN = fileURLToPath(new URL('../../catalog', import.meta.url));
const PARTNER = `provider:
  id: partner
  name: Partner Mail
  hosts: [mx.partner.example]
  sources: [https://partner.example/errors]
responses:
  - id: partner-window
    reply: 450
    text: outside of the delivery window
    reason: on-hold
    title: Partner takes mail from 6 to 22 h only
    example: 450 This host is outside of the delivery window
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (own: string | null = folder) => openCatalog({ folder: BUILT_IN, own });
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

test("a team's own file is one more: its texts decide, and it inherits from our codes", async () => {
  write('partner.yml', PARTNER);
  const { catalog, mistakes } = await open();
  expect(mistakes).toEqual([]);
  const { explain } = createExplain(catalog);
  const { diagnoses } = await explain('450 This host is outside of the delivery window', { asked: true });
  expect(diagnoses[0]).toMatchObject({
    provider: 'partner',
    reason: 'on-hold',
    retry: true,
    entry: {
      title: 'Partner takes mail from 6 to 22 h only',
      steps: catalog.entries.find(({ id }) => id === '450')?.steps,
    },
  });
});

test('an entry of the same id overrides ours', async () => {
  const ours = (await open(null)).catalog.entries.find(({ id }) => id === '5.7.26');
  write(
    'codes.yml',
    `enhanced-codes:
  - code: X.7.26
    reason: auth-failure
    title: Ask Dana, she runs our DNS
    meaning: Several checks failed.
    sources: [RFC 7372 §3.3]
    examples: { "5": "550 5.7.26 Request failed" }
`,
  );
  const { catalog } = await open();
  const theirs = catalog.entries.filter(({ id }) => id === '5.7.26');
  expect(ours?.title).not.toBe('Ask Dana, she runs our DNS');
  expect(theirs.map(({ title }) => title)).toEqual(['Ask Dana, she runs our DNS']);
});

test('a mistake in their file names file, line, entry and field, and the rest is there', async () => {
  write(
    'partner.yml',
    `${PARTNER}  - id: partner-typo\n    reason: greylist\n    text: come back\n    example: 450 come back\n`,
  );
  write('broken.yml', 'provider:\n  id: [\n');
  const { catalog, mistakes } = await open();
  expect(mistakes).toEqual([
    expect.stringMatching(/^broken\.yml:\d+: not valid YAML: /),
    expect.stringMatching(
      /^partner\.yml:14: partner-typo, reason: Invalid option: expected one of "user-unknown"/,
    ),
  ]);
  expect(catalog.entries.map(({ id }) => id)).toContain('partner-window');
});

test('a mistake in the built-in catalog stops the start, and says where it is', async () => {
  cpSync(BUILT_IN, folder, { recursive: true });
  mkdirSync(join(folder, 'more'));
  write('more/x.yml', `${PARTNER}    sources: [the internet]\n`);
  await expect(openCatalog({ folder, own: null })).rejects.toThrow(
    'more/x.yml:13: partner-window, sources.0: an RFC with its section, the IANA registry or an address',
  );
});

test('a folder that is not there is named', async () => {
  await expect(open(join(folder, 'nowhere'))).rejects.toThrow(/nowhere can't be read: ENOENT/);
});

test('the JSON Schema for editors is that of today (bounce-triage catalog --schema > catalog/schema.json)', () => {
  expect(JSON.parse(readFileSync(join(BUILT_IN, 'schema.json'), 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(catalogJsonSchema())),
  );
});
