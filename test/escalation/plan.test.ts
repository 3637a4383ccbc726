/** `escalation.yml`: what it may say, what is refused and where, and which way an escalation takes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_PLAN, openPlan, type Plan, routeFor } from '../../src/escalation/index.ts';

const EXAMPLE = new URL('../../escalation.example.yml', import.meta.url);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'escalation-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const planOf = async (text: string): Promise<Plan> => {
  const file = join(folder, 'escalation.yml');
  writeFileSync(file, text);
  return openPlan(file);
};
const mistakesOf = async (text: string): Promise<string> => {
  const message = await planOf(text).then(
    () => 'no mistake',
    (error: Error) => error.message,
  );
  return message.replaceAll(`${folder}/`, '');
};

const MATTER = {
  team: 'slack:T1',
  control: 'spf',
  category: 'authentication',
  provider: 'google',
  senderDomain: 'example.com',
  bounces: 1,
} as const;
/** A Monday, 10:15 in Berlin. */
const MONDAY = new Date('2026-11-23T09:15:00Z');

describe('the file', () => {
  test('the example is valid, and says what holds without a file too', async () => {
    const plan = await planOf(readFileSync(EXAMPLE, 'utf8'));
    expect(plan.routes.map(({ name }) => name)).toHaveLength(3);
    expect([plan.spikes, plan['quiet-hours']]).toEqual([NO_PLAN.spikes, NO_PLAN['quiet-hours']]);
  });

  test('an empty one is as none', async () => {
    expect(await planOf('')).toEqual(NO_PLAN);
    expect(await planOf('# later\n')).toEqual(NO_PLAN);
  });

  test('one that was named must be there', async () => {
    await expect(openPlan(join(folder, 'none.yml'))).rejects.toThrow("none.yml can't be read (ENOENT)");
  });

  test.each([
    ['routes: [', 'escalation.yml:1: not valid YAML'],
    [
      'routes:\n  - name: a\n    when: {}\n    to: { web: { channel: x } }',
      'escalation.yml:3: routes.0.when: says nothing',
    ],
    [
      'routes:\n  - name: a\n    when: { control: spff }\n    to: { web: { channel: x } }',
      'escalation.yml:3: routes.0.when.control.0: must be one of spf, dkim, dmarc, ',
    ],
    ['default:\n  to: {}', 'escalation.yml:2: default.to: names no place: slack, discord or web'],
    [
      'default:\n  to:\n    discord: { channel: 123456789012345678 }',
      'escalation.yml:3: default.to.discord.channel: is to stand in quotes',
    ],
    [
      'default:\n  to:\n    slack: { channel: "#dns team" }',
      'escalation.yml:3: default.to.slack.channel: is not an id',
    ],
    ['quiet-hours: 0', 'escalation.yml:1: quiet-hours'],
    ['spikes:\n  bounces: many', 'escalation.yml:2: spikes.bounces'],
    ['rotues: []', 'escalation.yml:1: the whole file: Unrecognized key: "rotues"'],
  ])('%j is refused with its line', async (text, mistake) => {
    expect(await mistakesOf(text)).toContain(mistake);
  });

  test('hours say what is wrong with them', async () => {
    const mistakes = await mistakesOf(
      'routes:\n  - name: a\n    when: { control: spf }\n    hours:\n      from: 8:00\n      until: "25:00"\n      zone: Berlin\n    to: { web: { channel: x } }',
    );
    expect(mistakes).toContain('escalation.yml:5: routes.0.hours.from: is not a time such as "08:00"');
    expect(mistakes).toContain('escalation.yml:6: routes.0.hours.until: is not a time such as "08:00"');
    expect(mistakes).toContain(
      'escalation.yml:7: routes.0.hours.zone: is not a time zone such as Europe/Berlin',
    );
  });
});

describe('the way', () => {
  const wayOf = async (when: string, matter: object = {}, now = MONDAY) =>
    routeFor(
      await planOf(
        `routes:\n  - name: first\n    ${when}\n    to: { slack: { channel: C1 } }\n  - name: all policy and authentication\n    when: { category: [policy, authentication] }\n    to: { slack: { channel: C2 } }`,
      ),
      { ...MATTER, ...matter },
      now,
    )?.name;

  test.each([
    ['when: { control: [spf, dkim] }', {}, true],
    ['when: { control: dkim }', {}, false],
    ['when: { control: spf }', { control: null }, false],
    ['when: { provider: google, control: spf }', {}, true],
    ['when: { provider: google, control: dkim }', {}, false],
    ['when: { sender-domain: Example.com }', {}, true],
    ['when: { sender-domain: "*.example.com" }', {}, false],
    ['when: { sender-domain: "*.example.com" }', { senderDomain: 'news.example.com' }, true],
    ['when: { sender-domain: "*.example.com" }', { senderDomain: 'badexample.com' }, false],
    ['when: { at-least: 10 }', { bounces: 9 }, false],
    ['when: { at-least: 10 }', { bounces: 10 }, true],
    ['when: { team: "slack:T2" }', {}, false],
  ])('%s for %j: %s', async (when, matter, fits) => {
    expect(await wayOf(when, matter)).toBe(fits ? 'first' : 'all policy and authentication');
  });

  const HOURS = 'when: { control: spf }\n    hours: { from: "08:00", until: "18:00", zone: Europe/Berlin }';
  const NIGHT =
    'when: { control: spf }\n    hours: { days: fri, from: "22:00", until: "06:00", zone: Europe/Berlin }';
  test.each([
    ['by day', HOURS, '2026-11-23T09:15:00Z', true],
    ['before eight in Berlin, after seven in London', HOURS, '2026-11-23T06:59:00Z', false],
    ['at eight', HOURS, '2026-11-23T07:00:00Z', true],
    ['at six in the evening', HOURS, '2026-11-23T17:00:00Z', false],
    ['on a Sunday', HOURS, '2026-11-22T09:15:00Z', false],
    ['in summer time', HOURS, '2026-07-20T06:00:00Z', true],
    ['in the night to Saturday', NIGHT, '2026-11-21T03:00:00Z', true],
    ['in the night to Sunday', NIGHT, '2026-11-22T03:00:00Z', false],
  ])('%s', async (_, when, now, open) => {
    expect(await wayOf(when, {}, new Date(now))).toBe(open ? 'first' : 'all policy and authentication');
  });

  test('where nothing fits there is none', async () => {
    expect(await wayOf('when: { control: spf }', { control: null, category: 'content' })).toBeUndefined();
  });
});
