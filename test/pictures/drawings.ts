/** The typical answers as Slack and Discord draw them, through the adapters' own renderers. */
import { render as renderDiscord } from '../../adapters/discord/render.ts';
import { render as renderSlack } from '../../adapters/slack/render/index.ts';
import { type Answer, NAMES } from './answers.ts';
import { drawDiscord } from './discord.ts';
import type { Drawing } from './gallery.ts';
import { drawSlack } from './slack.ts';

/** Slack: in a thread beside a channel, and in a channel. Discord: in a channel. Pixels. */
export const WIDTHS = { slack: [420, 700], discord: [680] } as const;

const slackOf = ({ reply, team }: Answer): string =>
  drawSlack(renderSlack(reply, { team, url: 'https://example.slack.com/' }), NAMES);

/** @returns Slack's in both widths, light and dark, and Discord's, which most see dark */
export const drawingsOf = (answer: Answer): readonly Drawing[] => {
  const { name, reply, team } = answer;
  const slack = slackOf(answer);
  return [
    ...WIDTHS.slack.flatMap((width) =>
      [false, true].map((dark) => ({
        name: `${name}-slack-${width}-${dark ? 'dark' : 'light'}`,
        html: slack,
        width,
        dark,
      })),
    ),
    ...WIDTHS.discord.map((width) => ({
      name: `${name}-discord-${width}`,
      html: drawDiscord(renderDiscord(reply, team)),
      width,
      dark: true,
    })),
  ];
};
