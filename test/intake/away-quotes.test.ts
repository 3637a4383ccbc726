/** Who is away may quote a server: its codes are no facts of the automatic answer. */
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';

const { catalog } = await openCatalog({ folder: 'catalog', own: null });
const { explain } = createExplain(catalog);

test('a code in the prose of an automatic answer is nobody’s', async () => {
  const mail = `From: Ona Petrik <ona.petrik@mill.example>
To: billing@shop.example
Subject: Automatic reply: your order
Auto-Submitted: auto-replied
Date: Fri, 20 Nov 2026 09:00:00 +0100
Content-Type: text/plain; charset=utf-8

I am travelling until Monday. If you saw "550 5.1.1 no such user", you wrote to my old address.
`;
  const [diagnosis] = (await explain(mail, { asked: true })).diagnoses;
  expect(diagnosis).toMatchObject({
    category: 'info',
    bounce: { kind: 'vacation', replyCode: null, enhancedCode: null, diagnosticCode: null },
  });
});
