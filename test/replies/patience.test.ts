/** There is one deadline: that of SOFT_BOUNCE_HOURS, in whatever the catalog says. */
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { entryReply, textOf } from '../../src/replies/index.ts';
import { seen } from '../support/paper.ts';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});

test.each([24, 48])('with %s hours no entry speaks of the 72 that hold where nobody has set any', (hours) => {
  for (const entry of catalog.entries) {
    const { meaning, whose, steps, facts, escalation } = seen(
      entryReply(entry, catalog, { hours, times: 3 }),
    );
    const lines = [meaning, whose, ...steps, ...facts.map(({ value }) => value), ...(escalation?.tell ?? [])];
    expect(lines.map(textOf).join('\n')).not.toMatch(/\b72 (?:hours|h\b)|five mailings/);
  }
});
