/** Whose records an answer speaks of, where the envelope's domain isn't the one in From. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { textOf } from '../../src/replies/line.ts';
import { verdictReply } from '../../src/replies/verdict.ts';
import { seen } from '../support/paper.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const { explain } = createExplain(catalog);

/** A platform's report on a mail that it sent for teahouse.example, under a bounce domain of its own. */
async function answerTo(diagnosticCode: string) {
  const report = `Return-Path: <>
From: Mail Delivery System <mailer-daemon@out.platform.example>
To: bounce-7@bounces.platform.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; out.platform.example

Final-Recipient: rfc822; ann@yahoo.com
Action: failed
Status: 5.7.9
Remote-MTA: dns; mta5.am0.yahoodns.net
Diagnostic-Code: smtp; ${diagnosticCode}

--b
Content-Type: message/rfc822

Return-Path: <bounce-7@bounces.platform.example>
From: Teahouse <hello@teahouse.example>
To: ann@yahoo.com
Subject: First flush

--b--
`;
  const [diagnosis] = (await explain(report, { asked: true })).diagnoses;
  if (diagnosis === undefined) throw new Error('no bounce');
  const { whose, steps, escalation, card } = seen(verdictReply(diagnosis, catalog, null));
  return {
    whose: textOf(whose),
    steps: steps.map(textOf).join('\n'),
    owner: escalation && textOf(escalation.owner),
    hint: textOf(card.hint ?? []),
  };
}

test('it is From’s where the refusal does not say which control failed, in every part of the answer', async () => {
  const answer = await answerTo('554 5.7.9 Message not accepted for policy reasons.');
  expect(answer.whose).toContain('SPF, DKIM or DMARC of teahouse.example');
  expect(answer.steps).toContain('_dmarc.teahouse.example');
  expect(answer.owner).toBe('whoever runs the DNS of teahouse.example');
  expect(answer.hint).toContain(`Owner: ${answer.owner}.`);
});

test('it is the envelope’s where SPF failed', async () => {
  const answer = await answerTo('550 5.7.23 SPF validation failed');
  expect(answer.owner).toBe('whoever runs the DNS of bounces.platform.example');
  expect(answer.hint).toContain(`Owner: ${answer.owner}.`);
});
