/** manifest.yml against what the code uses: somebody may have edited it. */
import { z } from 'zod';
import type { SlackConfig } from '../config.ts';
import { COMMANDS, EVENTS, PASTE_SHORTCUT, SCOPES, SHORTCUT } from '../scopes.ts';
import { bad, type Finding, good, note } from './finding.ts';

const Manifest = z.object({
  features: z.object({
    shortcuts: z.array(z.object({ callback_id: z.string() })),
    slash_commands: z.array(z.object({ command: z.string() })),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    socket_mode_enabled: z.boolean(),
  }),
});

/** @param manifest as it was read from YAML */
export function checkManifest(manifest: unknown, way: SlackConfig['way']): readonly Finding[] {
  const parsed = Manifest.safeParse(manifest);
  if (!parsed.success)
    return [
      bad('manifest.yml is not a manifest that this bot can work with: take the one that came with it.'),
    ];
  const { features, oauth_config, settings } = parsed.data;
  const lacking = [
    ...lacks('scope', Object.keys(SCOPES), oauth_config.scopes.bot),
    ...lacks('event', EVENTS, settings.event_subscriptions.bot_events),
    ...lacks(
      'command',
      Object.values(COMMANDS),
      features.slash_commands.map(({ command }) => command),
    ),
    ...lacks(
      'shortcut',
      [SHORTCUT, PASTE_SHORTCUT],
      features.shortcuts.map((one) => one.callback_id),
    ),
  ];
  const mode =
    way === 'http' && settings.socket_mode_enabled
      ? [
          note(
            'manifest.yml is for Socket Mode. For HTTP switch that off in the app, and enter the request URLs; README.md says which.',
          ),
        ]
      : [];
  return lacking.length > 0
    ? [
        bad(
          `manifest.yml lacks ${lacking.join(', ')}. Take the one that came with the bot, and update the app with it.`,
        ),
        ...mode,
      ]
    : [good('manifest.yml asks for all that the bot uses.'), ...mode];
}

const lacks = (what: string, wanted: readonly string[], there: readonly string[]): readonly string[] =>
  wanted.filter((one) => !there.includes(one)).map((one) => `the ${what} ${one}`);
