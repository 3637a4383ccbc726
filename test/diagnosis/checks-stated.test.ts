import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Check, checksStated } from '../../src/diagnosis/index.ts';

/** What failed and what passed, by a refusal's own words. */
test.each<[words: string, failed: string, passed?: string]>([
  ['Spf= Pass , Dkim= Fail , DMARC= Fail', 'dkim,dmarc', 'spf'],
  ['spf=fail dkim=pass dmarc=fail', 'spf,dmarc', 'dkim'],
  ['DKIM = did not pass  550-5.7.26  SPF [example.com] with ip: [192.0.2.5] = did not pass', 'spf,dkim'],
  ['SPF [mail.example.com] with ip: [192.0.2.5] = did not pass / DKIM = pass', 'spf', 'dkim'],
  [
    'DKIM = pass 550-5.7.26 SPF [x.de] with ip: [2001:db8::1] = did not pass 550-5.7.26  For instructions on setting up authentication, go to https://support.google.com/mail/answer/81126#authentication',
    'spf',
    'dkim',
  ],
  [
    'mx; spf=softfail smtp.mailfrom=a@b.de; dkim=none (message not signed) header.d=none;dmarc=fail action=oreject header.from=b.de;compauth=fail',
    'spf,dkim,dmarc',
  ],
  [
    'mx.google.com; dkim=pass header.i=@example.com header.s=s1; spf=fail (google.com: domain of x@y.com does not designate 1.2.3.4 as permitted sender) smtp.mailfrom=x@y.com; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.com',
    'spf',
    'dkim,dmarc',
  ],
  ['The message passed SPF but failed DKIM', 'dkim', 'spf'],
  ['SPF passed, DKIM failed', 'dkim', 'spf'],
  ['SPF and DKIM both failed', 'spf,dkim'],
  ['neither SPF nor DKIM passed', 'spf,dkim'],
  ['This message fails to pass SPF checks', 'spf'],
  [
    'Gmail requires all senders to authenticate with either SPF or DKIM. Authentication results: DKIM = did not pass SPF [a.com] with ip: [1.2.3.4] = did not pass',
    'spf,dkim',
  ],
  ['550 5.7.1 SPF check failed for domain maison-clair.fr', 'spf'],
  ['DMARC: fail, SPF: pass (unaligned), DKIM: pass', 'dmarc', 'spf,dkim'],
  ['SPF-Prüfung fehlgeschlagen, DKIM bestanden', 'spf', 'dkim'],
  ['SPF or DKIM must pass', '', ''],
  ['SPF or DKIM failed', '', ''],
  ['email rejected per SPF policy', '', ''],
  ['does not pass DMARC verification and has a DMARC policy of reject', 'dmarc'],
  ["5.7.26 Unauthenticated email from acme-mail.com is not accepted due to domain's DMARC policy.", ''],
  ['host spf.protection.outlook.com failed', '', ''],
  ['550 5.7.1 dkim signature verification failed; spf ok', 'dkim', 'spf'],
  ['DMARC fail (SPF fail, DKIM pass but not aligned)', 'spf,dmarc', 'dkim'],
  ['dmarc=fail (p=reject) spf=pass dkim=fail', 'dkim,dmarc', 'spf'],
  ['auth results: SPF:Pass;DKIM:Fail;DMARC:Fail', 'dkim,dmarc', 'spf'],
  ['SPF:PASS DKIM:FAIL DMARC:FAIL', 'dkim,dmarc', 'spf'],
  ['SPF(pass) DKIM(fail) DMARC(fail)', 'dkim,dmarc', 'spf'],
  ['SPF - pass, DKIM - fail', 'dkim', 'spf'],
  ['dkim=permerror, spf=temperror, dmarc=fail', 'spf,dkim,dmarc'],
  ['SPF did not pass, but DKIM did', 'spf'],
  ['failed DMARC; SPF=pass', 'dmarc', 'spf'],
  ['SPF record not found, DKIM signature missing', 'spf,dkim'],
  ['Message failed DKIM and DMARC checks (SPF passed)', 'dkim,dmarc', 'spf'],
  ['passed: SPF; failed: DKIM, DMARC', 'dkim,dmarc', 'spf'],
  ['Failed checks: DKIM, DMARC. Passed checks: SPF.', 'dkim,dmarc', 'spf'],
  ['SPF=none, DKIM=fail, DMARC=none', 'spf,dkim,dmarc'],
  ['dmarc=fail dkim=pass spf=fail', 'spf,dmarc', 'dkim'],
  ['The DKIM check passed, the SPF check did not pass and DMARC was not passed', 'spf,dmarc', 'dkim'],
  ['SPF échoué, DKIM réussi, DMARC échoué', 'spf,dmarc', 'dkim'],
  ['DKIM检查失败，SPF通过', 'dkim', 'spf'],
  ['SPF authentication for example.com failed and DKIM could not be verified', 'spf,dkim'],
  ["Your email has failed DMARC validation: SPF isn't aligned, DKIM not aligned", 'spf,dkim,dmarc'],
  ['SPF/DKIM failed', 'spf,dkim'],
  ['550 sender rejected: No DKIM signature and SPF softfail', 'spf,dkim'],
  ['neither an SPF nor a DKIM pass', 'spf,dkim'],
])('%s', (words, failed, passed) => {
  const stated = checksStated(words);
  expect(stated.failed.join()).toBe(failed);
  if (passed !== undefined) expect(stated.passed.join()).toBe(passed);
});

test('in every notation and order exactly those that failed are named', () => {
  const notations: readonly ((name: string, result: string) => string)[] = [
    (name, result) => `${name}= ${result} `,
    (name, result) => `${name.toLowerCase()}=${result.toLowerCase()}`,
    (name, result) => `${name}: ${result}`,
    (name, result) => `${name}(${result})`,
    (name, result) => `${name} ${result === 'Pass' ? 'passed' : 'failed'}`,
    (name, result) =>
      `${name} [a.example.org] with ip: [192.0.2.7] = ${result === 'Pass' ? 'pass' : 'did not pass'}`,
  ];
  const checks = fc.shuffledSubarray<Check>(['spf', 'dkim', 'dmarc'], { minLength: 1 });
  const given = fc.tuple(
    checks,
    fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    fc.constantFrom(...notations),
    fc.constantFrom(', ', ' , ', '; ', ' ', ' / '),
  );
  fc.assert(
    fc.property(given, ([names, passes, notation, between]) => {
      const words = names
        .map((name, i) => notation(name.toUpperCase(), passes[i] ? 'Pass' : 'Fail'))
        .join(between);
      const { failed } = checksStated(`550 5.7.1 Message rejected. ${words}`);
      expect(failed.toSorted(), words).toEqual(names.filter((_, i) => !passes[i]).toSorted());
    }),
  );
});
