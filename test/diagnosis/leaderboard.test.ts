import { describe, expect, test } from 'vitest';
import { kumoAnswer, kumoRulesIn } from '../../bench/leaderboard/kumomta.ts';
import { answersIn } from '../../bench/leaderboard/sisimai.ts';
import { answerBy, rulesIn } from '../../bench/leaderboard/zone-mta.ts';

describe("zone-mta's rules", () => {
  const rules = rulesIn(
    [
      '# action,category',
      '',
      'user unknown,reject,recipient,Unknown user',
      'greylist,defer,greylist,Greylisted',
    ].join('\n'),
  );
  test.each([
    ['550 5.1.1 User unknown', 'user-unknown', true],
    ['450 Greylisted, come back', 'greylisted', false],
  ])('%s', (said, reason, suppress) => {
    const answer = answerBy(rules, said);
    expect(answer.reasons).toContain(reason);
    expect(answer.suppress).toBe(suppress);
  });
  test('what no rule is for names no reason', () => {
    expect(answerBy(rules, '550 hello')).toEqual({ reasons: null, suppress: false });
  });
});

describe("KumoMTA's rule files", () => {
  const rules = kumoRulesIn(
    [
      '[rules]',
      'InvalidRecipient = [',
      '  "^(451|550) [45]\\\\.1\\\\.[1234] ", # mailing list',
      ']',
      `Greylisted = ['greylist']`,
    ].join('\n'),
  );
  test.each([
    ['550 5.1.1 User unknown', 'user-unknown', true],
    ['451 4.1.1 later', 'user-unknown', false],
    ['450 you are Greylisted', 'greylisted', false],
  ])('%s', (said, reason, suppress) => {
    const answer = kumoAnswer(rules, said);
    expect(answer.reasons).toContain(reason);
    expect(answer.suppress).toBe(suppress);
  });
});

test("Sisimai's answers, a line each behind its version", () => {
  const output = [
    '{"version":"4.25.15"}',
    '{"reason":"userunknown","hard":true}',
    '{"hard":false,"reason":"mailboxfull"}',
    '{"hard":false,"reason":"undefined"}',
    '{"hard":false,"reason":null}',
  ].join('\n');
  expect(answersIn(output)).toEqual([
    { reasons: ['user-unknown'], suppress: true },
    { reasons: ['mailbox-full'], suppress: false },
    { reasons: null, suppress: false },
    { reasons: null, suppress: false },
  ]);
});
