/** The configuration, from the environment that `place.ts` found. Every variable is described in `.env.example`. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readProxies } from '../adapters/web/reach.ts';
import { readServers } from '../src/dns/index.ts';
import { readWebhookSecret } from '../src/escalation/webhook/secret.ts';
import { isZone } from '../src/intake/index.ts';
import { readKeys } from '../src/store/vault.ts';
import { ownZone } from './own-zone.ts';
import type { Place } from './place.ts';

/** Explains each variable. As a package it lies among what npm installed, so it is named in full. */
const EXAMPLE = fileURLToPath(new URL('../.env.example', import.meta.url));

const empty = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess(empty, schema.nullable().default(null as never));
const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) =>
  z.preprocess(empty, schema.default(value as never));

const token = (prefix: string, what: string) =>
  z.string().refine((value) => value.startsWith(prefix), `is not ${what}: those begin with ${prefix}`);
const address = z.url({ protocol: /^https?$/, error: 'is not an address such as https://slack.com/api/' });

/** An IPv6 address may be written as in a URL: `[::1]`. */
const HOST = z.string().transform((host) => host.replace(/^\[([\da-f:.]+)\]$/i, '$1'));

const listed = (value: string): string[] => value.split(/[\s,]+/).filter(Boolean);

/** What is read further where it is set and where it is not. */
const read = <T extends z.ZodType>(schema: T, value: string) =>
  z.preprocess((given) => empty(given) ?? value, schema);

const NO_PORT = 'is not a port (0 to 65535)';
const PORT = z.coerce.number('is not a number').int(NO_PORT).min(0, NO_PORT).max(65535, NO_PORT);

const NO_SHARDS = 'must be auto or a number of processes, 1 or more';

const dns = {
  DNS_SERVERS: read(
    z.string().transform((value, context) => {
      const servers = readServers(listed(value));
      if (servers !== null) return servers;
      context.addIssue({
        code: 'custom',
        message: 'is not a list of IP addresses such as 192.0.2.53 or 127.0.0.1:5353',
      });
      return z.NEVER;
    }),
    '',
  ),
  DNS_BLOCKLISTS: read(
    z.string().transform((value) => (value === 'none' ? [] : listed(value))),
    'spamhaus,spamcop,barracuda,psbl,mailspike,surbl,uribl',
  ),
};

const escalation = {
  /** Whether a new case's DNS is looked at by itself. */
  DNS_CHECK: withDefault(z.enum(['auto', 'asked'], 'must be auto or asked'), 'asked'),
  ESCALATION_FILE: optional(z.string()),
  ESCALATION_WEBHOOK: optional(
    z.url({ protocol: /^https?$/, error: 'is not an address such as https://events.example.com/bounces' }),
  ),
  ESCALATION_WEBHOOK_SECRET: optional(
    z.string().transform((value, context) => {
      const secret = readWebhookSecret(value);
      if (secret !== null) return secret;
      context.addIssue({
        code: 'custom',
        message:
          'is not a key: 24 to 64 bytes in base64, with or without "whsec_" before them; "openssl rand -base64 32" makes one',
      });
      return z.NEVER;
    }),
  ),
  ESCALATION_WEBHOOK_PRIVATE: withDefault(z.enum(['allow', 'refuse'], 'must be allow or refuse'), 'refuse'),
};

const store = {
  DATABASE_URL: z
    .string('is missing: a path, a file: address or a postgres: address')
    .refine(
      (url) => !/^(?!file:|postgres:|postgresql:)[a-z][a-z0-9+]+:/i.test(url),
      'must be a path, a file: address or a postgres: address',
    ),
  RETENTION_DAYS: withDefault(
    z.coerce.number('is not a number').int('is not a whole number of days').min(1, 'must be 1 day or more'),
    180,
  ),
  /** What forgotten addresses are hashed with. */
  PRIVACY_KEY: optional(z.string().min(16, 'is too short: at least 16 characters')),
};

const slack = {
  SLACK_SIGNING_SECRET: optional(z.string()),
  SLACK_API_URL: optional(address),
  SLACK_HOST: withDefault(HOST, '127.0.0.1'),
  SLACK_PORT: withDefault(PORT, 3001),
  SLACK_CLIENT_ID: optional(z.string()),
  SLACK_CLIENT_SECRET: optional(z.string()),
  SLACK_PUBLIC_URL: optional(
    z.url({ protocol: /^https?$/, error: 'is not an address such as https://bounces.example.com' }),
  ),
  TOKEN_ENCRYPTION_KEY: optional(
    z.string().transform((value, context) => {
      const keys = readKeys(value);
      if (keys !== null) return keys;
      context.addIssue({
        code: 'custom',
        message:
          'is not a key of 32 bytes in base64 or hexadecimal, or several with commas between; "openssl rand -base64 32" makes one',
      });
      return z.NEVER;
    }),
  ),
};

/** When soft bounces that go on are to be taken as hard. */
const patience = {
  SOFT_BOUNCE_HOURS: withDefault(z.coerce.number('is not a number').min(1, 'must be 1 hour or more'), 72),
  SOFT_BOUNCE_TIMES: withDefault(
    z.coerce.number('is not a number').int('is not a whole number').min(1, 'must be 1 bounce or more'),
    5,
  ),
};

/** How what is pasted is read. */
const reading = {
  LOG_TIMEZONE: read(
    z.string().refine(isZone, 'is not the name of a time zone such as Europe/Berlin or UTC'),
    ownZone(),
  ),
};

const schema = z
  .object({
    SLACK_BOT_TOKEN: optional(token('xoxb-', 'a bot token')),
    SLACK_APP_TOKEN: optional(token('xapp-', 'an app-level token')),
    ...slack,
    DISCORD_TOKEN: optional(z.string()),
    DISCORD_API_URL: optional(address),
    DISCORD_SHARDS: optional(
      z.union([z.literal('auto'), z.coerce.number().int(NO_SHARDS).min(1, NO_SHARDS)], NO_SHARDS),
    ),
    ...store,
    ...patience,
    ...reading,
    CATALOG_DIR: optional(z.string()),
    WATCH: withDefault(z.enum(['always', 'asked', 'off'], 'must be always, asked or off'), 'always'),
    /** How old what was written while the bot was away may be, to be answered. */
    CATCH_UP_HOURS: withDefault(z.coerce.number('is not a number').min(0, 'must be 0 or more hours'), 24),
    WEB: optional(z.enum(['on', 'off'], 'must be on or off')),
    HOST: withDefault(HOST, '127.0.0.1'),
    PORT: withDefault(PORT, 3000),
    WEB_TOKEN: optional(
      z.string().trim().min(16, 'is too short: at least 16 characters; "openssl rand -hex 32" makes one'),
    ),
    WEB_TRUST_PROXY: optional(
      z.string().transform((value, context) => {
        const proxies = readProxies(listed(value));
        if (proxies !== null) return proxies;
        context.addIssue({
          code: 'custom',
          message:
            'is not a list of the addresses of proxies, such as 127.0.0.1 or 10.0.0.0/8, and no larger network',
        });
        return z.NEVER;
      }),
    ),
    ...dns,
    ...escalation,
    LOG_LEVEL: withDefault(
      z.enum(
        ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
        'must be one of fatal, error, warn, info, debug, trace, silent',
      ),
      'info',
    ),
  })
  .superRefine((env, context) => {
    const missing = (name: keyof typeof env, why: string): void =>
      context.addIssue({ code: 'custom', path: [name], message: `is missing: ${why}` });
    if (env.SLACK_APP_TOKEN && !env.SLACK_BOT_TOKEN) {
      missing('SLACK_BOT_TOKEN', 'Slack needs it beside SLACK_APP_TOKEN');
    }
    if (env.SLACK_BOT_TOKEN && !env.SLACK_APP_TOKEN && !env.SLACK_SIGNING_SECRET) {
      missing(
        'SLACK_APP_TOKEN',
        'Slack needs it beside SLACK_BOT_TOKEN; or SLACK_SIGNING_SECRET, where Slack is to call you over HTTP',
      );
    }
    if (env.ESCALATION_WEBHOOK && !env.ESCALATION_WEBHOOK_SECRET) {
      missing('ESCALATION_WEBHOOK_SECRET', 'what goes to ESCALATION_WEBHOOK is signed with it');
    }
    if (!env.SLACK_CLIENT_ID) return;
    for (const name of [
      'SLACK_CLIENT_SECRET',
      'SLACK_SIGNING_SECRET',
      'SLACK_PUBLIC_URL',
      'TOKEN_ENCRYPTION_KEY',
    ] as const) {
      if (!env[name])
        missing(name, 'with SLACK_CLIENT_ID other workspaces can install the bot, which needs it');
    }
    if (env.SLACK_BOT_TOKEN) {
      context.addIssue({
        code: 'custom',
        path: ['SLACK_BOT_TOKEN'],
        message:
          'and SLACK_CLIENT_ID exclude each other: each workspace that installs the bot has a token of its own',
      });
    }
  });

export type Config = z.infer<typeof schema>;

/** Thrown for a wrong configuration: one line for each mistake, without the values, which may be secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param environment as `findPlace` gives it: the paths in it are absolute; an empty value counts as none
 * @throws ConfigError naming every variable that is wrong and why
 */
export function readConfig(environment: Environment): Config {
  return readAs(schema, environment);
}

/** What a check of DNS needs, for the command line, which needs no tokens. @throws ConfigError as `readConfig` does */
export function readDnsConfig(environment: Environment): Pick<Config, keyof typeof dns> {
  return readAs(z.object(dns), environment);
}

/** How the command line reads and judges a text. @throws ConfigError as `readConfig` does */
export function readReading(environment: Environment) {
  const config = readAs(z.object({ ...reading, ...patience }), environment);
  return {
    zone: config.LOG_TIMEZONE,
    patience: { hours: config.SOFT_BOUNCE_HOURS, times: config.SOFT_BOUNCE_TIMES },
  };
}

/** Where the store is and when soft bounces last, for the command line. @throws ConfigError as `readConfig` does */
export function readStoreConfig(
  environment: Environment,
): Pick<Config, keyof typeof store | keyof typeof patience | 'ESCALATION_FILE'> {
  return readAs(z.object({ ...store, ...patience, ESCALATION_FILE: optional(z.string()) }), environment);
}

function readAs<T>(shape: z.ZodType<T>, environment: Environment): T {
  const read = shape.safeParse(environment);
  if (read.success) return read.data;
  const mistakes = read.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}.`);
  throw new ConfigError(
    `The configuration is wrong:\n${mistakes.join('\n')}\nSet it in the environment or in .env; ${EXAMPLE} explains each variable.`,
  );
}

/** What a chat platform can't do without, for who has set none of it. */
const NEEDED: Readonly<Record<'slack' | 'discord', string>> = {
  slack:
    'SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or, where Slack is to call you over HTTP, SLACK_SIGNING_SECRET; or SLACK_CLIENT_ID, where any workspace may install the bot)',
  discord: 'DISCORD_TOKEN',
};

/** @returns which variables a platform needs and where they are looked for, as sentences for a terminal */
export function noTokens(
  platform: keyof typeof NEEDED,
  { settings, lookedFor }: Pick<Place, 'settings' | 'lookedFor'>,
): string {
  const where =
    settings === null
      ? `No .env was found; it is looked for at ${lookedFor.join(' and ')}.`
      : `${settings} was read, and the environment.`;
  return `There are no tokens for ${platform}: set ${NEEDED[platform]}.\n${where}\n${EXAMPLE} explains each variable.`;
}
