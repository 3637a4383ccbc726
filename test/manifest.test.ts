/** manifest.yml is what Slack takes, and asks for what the code uses: no more, no less. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { COMMANDS, EVENTS, PASTE_SHORTCUT, SCOPES, SHORTCUT } from '../adapters/slack/scopes.ts';
import { inShared, needing } from './support/shared.ts';

const ROOT = join(import.meta.dirname, '..');
const SCHEMA = 'standards/slack/manifest.schema.2.0.0.json';
const ADAPTER = join(ROOT, 'adapters/slack');

const raw: unknown = load(readFileSync(join(ROOT, 'manifest.yml'), 'utf8'));

const manifest = z
  .object({
    features: z.object({
      shortcuts: z.array(z.object({ type: z.string(), callback_id: z.string() })),
      slash_commands: z.array(z.object({ command: z.string() })),
      app_home: z.object({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.boolean() }),
      socket_mode_enabled: z.boolean(),
    }),
  })
  .parse(raw);

const source = readdirSync(ADAPTER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(ADAPTER, name), 'utf8'))
  .join('\n');

/** The scope that Slack asks for each event and each method. https://docs.slack.dev/reference/events */
const SCOPE_OF_EVENT: Readonly<Record<string, string | null>> = {
  app_home_opened: null,
  app_mention: 'app_mentions:read',
  app_uninstalled: null,
  member_joined_channel: 'channels:read',
  tokens_revoked: null,
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
};
const SCOPE_OF_METHOD: Readonly<Record<string, string | null>> = {
  'auth.test': null,
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'conversations.history': 'channels:history',
  'conversations.replies': 'channels:history',
  'conversations.info': 'channels:read',
  'users.info': 'users:read',
  'users.conversations': 'channels:read',
  'usergroups.list': 'usergroups:read',
  'views.open': null,
  'views.publish': null,
  'views.update': null,
  'usergroups.users.list': 'usergroups:read',
  'files.info': 'files:read',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
};

describe('manifest.yml', () => {
  test('is taken by Slack’s own schema', needing(SCHEMA), () => {
    // The schema uses keywords of Slack's own, such as "regex".
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(inShared(SCHEMA) ?? '', 'utf8'))),
    );
    validate(raw);
    expect(validate.errors).toBeNull();
  });

  test('asks for the scopes that the code says it needs', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual(Object.keys(SCOPES));
  });

  test('docs/slack.md says what each scope is for, in the code’s own words', () => {
    const readme = readFileSync(join(ROOT, 'docs/slack.md'), 'utf8');
    for (const [scope, use] of Object.entries(SCOPES)) expect(readme).toContain(`| \`${scope}\` | ${use} |`);
  });

  test('has a scope for every method and event in use, and no scope without a use', () => {
    const methods = [
      ...source.matchAll(
        /\b(?:client|once)\.((?:auth|chat|conversations|users|usergroups(?:\.users)?|files|views|reactions)\.\w+)\(/g,
      ),
    ].map(([, method = '']) => method);
    expect(new Set(methods)).toEqual(new Set(Object.keys(SCOPE_OF_METHOD)));
    const needed = new Set([
      ...methods.flatMap((method) => SCOPE_OF_METHOD[method] ?? []),
      ...EVENTS.flatMap((event) => SCOPE_OF_EVENT[event] ?? []),
      ...(source.includes('app.command(') ? ['commands'] : []),
      // The same methods ask for another scope where the channel is private.
      ...(methods.includes('conversations.info') ? ['groups:read'] : []),
      ...(source.includes('url_private_download') ? ['files:read'] : []),
    ]);
    expect([...needed].sort()).toEqual(manifest.oauth_config.scopes.bot);
  });

  test('subscribes to the events that are listened to', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(EVENTS);
    expect(EVENTS.map((event) => SCOPE_OF_EVENT[event])).not.toContain(undefined);
  });

  test('offers the commands and the shortcuts that are handled, and nothing else', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(Object.values(COMMANDS));
    expect(manifest.features.shortcuts).toEqual([
      expect.objectContaining({ type: 'message', callback_id: SHORTCUT }),
      expect.objectContaining({ type: 'global', callback_id: PASTE_SHORTCUT }),
    ]);
  });

  test('turns on what the adapter stands on: sockets, buttons, direct messages', () => {
    expect(manifest.settings).toMatchObject({
      socket_mode_enabled: true,
      interactivity: { is_enabled: true },
    });
    expect(manifest.features.app_home).toMatchObject({ home_tab_enabled: true, messages_tab_enabled: true });
  });
});
