/** What a chat offers by a button, or bids to paste, is a command on the command line: nothing is promised that it can't do. */
import { expect, test } from 'vitest';
import { toCommand } from '../../../adapters/cli/step-command.ts';
import { openCatalog } from '../../../src/catalog/index.ts';
import { createExplain } from '../../../src/diagnosis/index.ts';
import { cardOf, entryReply, textOf, verdictReply } from '../../../src/replies/index.ts';
import { lineOf } from '../../../src/replies/line.ts';

const { catalog } = await openCatalog({ folder: 'catalog', own: null });
const { explain } = createExplain(catalog, null);

/** A form of somebody else's is where one pastes the bounce. */
const PROMISE = /I[’']ll|\bpaste (?!the bounce)|\bbutton\b|\bpress\b/i;

test('no step of any entry promises what only a chat does', () => {
  const entries = [...catalog.entries, ...Object.values(catalog.reasonEntries)];
  const steps = entries.flatMap(({ short, steps: long }) => [...short.steps, ...long]);
  const said = steps.map((step) => textOf(toCommand('authentication', 0)(lineOf(step.text))));
  expect([...new Set(said.filter((step) => PROMISE.test(step)))]).toEqual([]);
});

test('what was looked up in a chat has no button that asks for a domain', () => {
  const steps = catalog.entries.flatMap((entry) => cardOf(entryReply(entry, catalog)).steps.map(textOf));
  expect(steps.filter((step) => step.startsWith('Name your domain'))).toEqual([]);
});

test('the command has what the bounce tells filled in', async () => {
  const text =
    '550-5.7.26 Your email has been blocked because the sender is unauthenticated. SPF [example.com] with ip: [192.0.2.5] = did not pass';
  const [diagnosis] = (await explain(text, { asked: true })).diagnoses;
  if (!diagnosis) throw new Error('no bounce');
  const [first] = cardOf(verdictReply(diagnosis, catalog, null)).steps;
  expect(textOf(toCommand(diagnosis, 1)(first ?? []))).toMatch(
    /^Run bounce-triage check example\.com 192\.0\.2\.5\b/,
  );
});

test.each([
  ['550 5.1.1 User unknown', 'explain --dead FILE | bounce-triage suppressions import -'],
  ['552 5.2.2 Mailbox full', 'suppressions add ADDRESS'],
])('of several, `--dead` is named where it prints them: %s', async (text, command) => {
  const [diagnosis] = (await explain(`ann@example.com: ${text}`, { asked: true })).diagnoses;
  if (!diagnosis) throw new Error('no bounce');
  const steps = cardOf(verdictReply(diagnosis, catalog, null)).steps.map((step) =>
    textOf(toCommand(diagnosis, 2)(step)),
  );
  expect(steps.filter((step) => step.includes('suppressions')).join('\n')).toContain(command);
});
