import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { noTokens, readConfig } from '../../app/config.ts';

test('with nothing set the bot serves the local web chat on the embedded database', () => {
  expect(readConfig({ DATABASE_URL: '/srv/bounces.db' })).toEqual({
    SLACK_BOT_TOKEN: null,
    SLACK_APP_TOKEN: null,
    SLACK_SIGNING_SECRET: null,
    SLACK_API_URL: null,
    SLACK_HOST: '127.0.0.1',
    SLACK_PORT: 3001,
    SLACK_CLIENT_ID: null,
    SLACK_CLIENT_SECRET: null,
    SLACK_PUBLIC_URL: null,
    TOKEN_ENCRYPTION_KEY: null,
    DISCORD_TOKEN: null,
    DISCORD_SHARDS: null,
    DISCORD_API_URL: null,
    DATABASE_URL: '/srv/bounces.db',
    RETENTION_DAYS: 180,
    PRIVACY_KEY: null,
    SOFT_BOUNCE_HOURS: 72,
    SOFT_BOUNCE_TIMES: 5,
    LOG_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
    CATALOG_DIR: null,
    WATCH: 'always',
    CATCH_UP_HOURS: 24,
    WEB: null,
    HOST: '127.0.0.1',
    PORT: 3000,
    WEB_TOKEN: null,
    WEB_TRUST_PROXY: null,
    DNS_SERVERS: [],
    DNS_BLOCKLISTS: ['spamhaus', 'spamcop', 'barracuda', 'psbl', 'mailspike', 'surbl', 'uribl'],
    DNS_CHECK: 'asked',
    ESCALATION_FILE: null,
    ESCALATION_WEBHOOK: null,
    ESCALATION_WEBHOOK_SECRET: null,
    ESCALATION_WEBHOOK_PRIVATE: 'refuse',
    LOG_LEVEL: 'info',
  });
});

test('an empty value counts as none', () => {
  expect(readConfig({ PORT: '', WATCH: ' ', DATABASE_URL: ':memory:' })).toMatchObject({
    PORT: 3000,
    WATCH: 'always',
  });
});

test('an IPv6 address of HOST may stand in brackets, as in a URL', () => {
  for (const HOST of ['[::1]', '::1'])
    expect(readConfig({ HOST, DATABASE_URL: ':memory:' })).toMatchObject({ HOST: '::1' });
});

describe('each mistake has one clear message that never shows the value', () => {
  test.each([
    [
      { SLACK_BOT_TOKEN: 'xapp-secret', SLACK_APP_TOKEN: 'xapp-1' },
      'SLACK_BOT_TOKEN is not a bot token: those begin with xoxb-.',
    ],
    [
      { SLACK_BOT_TOKEN: 'xoxb-secret' },
      'SLACK_APP_TOKEN is missing: Slack needs it beside SLACK_BOT_TOKEN; or SLACK_SIGNING_SECRET, where Slack is to call you over HTTP.',
    ],
    [
      { TOKEN_ENCRYPTION_KEY: 'too short' },
      'TOKEN_ENCRYPTION_KEY is not a key of 32 bytes in base64 or hexadecimal',
    ],
    [
      { SLACK_CLIENT_ID: '1.2', SLACK_SIGNING_SECRET: 's', SLACK_CLIENT_SECRET: 's' },
      'SLACK_PUBLIC_URL is missing: with SLACK_CLIENT_ID other workspaces can install the bot, which needs it.',
    ],
    [
      { SLACK_APP_TOKEN: 'xapp-secret' },
      'SLACK_BOT_TOKEN is missing: Slack needs it beside SLACK_APP_TOKEN.',
    ],
    [
      { ESCALATION_WEBHOOK: 'https://events.example.com/secret' },
      'ESCALATION_WEBHOOK_SECRET is missing: what goes to ESCALATION_WEBHOOK is signed with it.',
    ],
    [
      { ESCALATION_WEBHOOK_SECRET: 'short' },
      'ESCALATION_WEBHOOK_SECRET is not a key: 24 to 64 bytes in base64',
    ],
    [{ SLACK_API_URL: 'secret' }, 'SLACK_API_URL is not an address such as https://slack.com/api/.'],
    [
      { DATABASE_URL: 'mysql://u:secret@host/db' },
      'DATABASE_URL must be a path, a file: address or a postgres: address.',
    ],
    [{ WATCH: 'secret' }, 'WATCH must be always, asked or off.'],
    [{ WEB: 'secret' }, 'WEB must be on or off.'],
    [{ RETENTION_DAYS: '0' }, 'RETENTION_DAYS must be 1 day or more.'],
    [{ RETENTION_DAYS: '1.5' }, 'RETENTION_DAYS is not a whole number of days.'],
    [{ PORT: '70000' }, 'PORT is not a port (0 to 65535).'],
    [{ PORT: 'secret' }, 'PORT is not a number.'],
    [
      { DNS_SERVERS: 'dns.example.com' },
      'DNS_SERVERS is not a list of IP addresses such as 192.0.2.53 or 127.0.0.1:5353.',
    ],
    [{ PORT: '1.5' }, 'PORT is not a port (0 to 65535).'],
    [{ SLACK_PORT: '-1' }, 'SLACK_PORT is not a port (0 to 65535).'],
    [{ DISCORD_SHARDS: 'secret' }, 'DISCORD_SHARDS must be auto or a number of processes, 1 or more.'],
    [{ DISCORD_SHARDS: '0' }, 'DISCORD_SHARDS must be auto or a number of processes, 1 or more.'],
    [{ LOG_LEVEL: 'secret' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
  ])('%o', (environment, message) => {
    const wrong = (): unknown => readConfig({ DATABASE_URL: ':memory:', ...environment });
    expect(wrong).toThrow(message);
    expect(wrong).not.toThrow(/secret/);
  });
});

test('no mistake is told in the words of the library that reads the values', () => {
  const wrong = ['', ' ', '0', '-1', '1.5', 'NaN', 'Infinity', '1e99', 'x', 'http://', '\u0000'];
  const names = Object.keys(readConfig({ DATABASE_URL: ':memory:' }));
  for (const value of [...wrong, undefined]) {
    for (const name of names) {
      try {
        readConfig({ DATABASE_URL: ':memory:', [name]: value });
      } catch (error) {
        const { message } = error as Error;
        expect(message).not.toMatch(/invalid|expected|too (?:small|big)|received/i);
      }
    }
  }
});

describe('a platform without tokens: which variables, and where .env is looked for', () => {
  test('none was found', () => {
    const told = noTokens('slack', { settings: null, lookedFor: ['/home/ann/.env', '/srv/bot/.env'] });
    expect(told).toContain('SLACK_BOT_TOKEN and SLACK_APP_TOKEN');
    expect(told).toContain('No .env was found; it is looked for at /home/ann/.env and /srv/bot/.env.');
    const [example] = /\S+\.env\.example/.exec(told) ?? [''];
    expect(existsSync(example)).toBe(true);
  });

  test('one was read', () => {
    const told = noTokens('discord', { settings: '/srv/bot/.env', lookedFor: ['/srv/bot/.env'] });
    expect(told).toContain('There are no tokens for discord: set DISCORD_TOKEN.\n/srv/bot/.env was read');
  });
});
