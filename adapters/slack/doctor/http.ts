/** Slack calling us: the secret, the address that browsers open, the workspaces' tokens. */
import { z } from 'zod';
import type { ManyInstalls, SlackConfig } from '../config.ts';
import { INSTALL_PATH } from '../installations.ts';
import { explainStartError } from '../start-errors.ts';
import { ask, bad, type Finding, good, note, TIMEOUT, wordsOf } from './finding.ts';

export async function checkHttp(config: SlackConfig & { way: 'http' }): Promise<readonly Finding[]> {
  const { signingSecret, installs } = config;
  const secret = /^[0-9a-f]{32}$/.test(signingSecret)
    ? good('SLACK_SIGNING_SECRET looks like one. Whether it is this app’s, only a request of Slack shows.')
    : bad(
        'SLACK_SIGNING_SECRET does not look like one: it has 32 characters, 0 to 9 and a to f. Copy it from https://api.slack.com/apps, your app, "Basic Information".',
      );
  if (installs.for === 'one') return [secret];
  const page = new URL(INSTALL_PATH, installs.publicUrl);
  const https =
    page.protocol === 'https:'
      ? []
      : [
          bad(
            'SLACK_PUBLIC_URL begins with http: Slack calls https addresses only. Put a proxy with TLS before it.',
          ),
        ];
  return [secret, ...https, await checkPage(page), ...(await checkTokens(config, installs))];
}

async function checkPage(page: URL): Promise<Finding> {
  try {
    const response = await fetch(page, { signal: AbortSignal.timeout(TIMEOUT), redirect: 'manual' });
    await response.body?.cancel();
    return response.status === 200
      ? good(`${page.href} answers: workspaces can install the bot there.`)
      : bad(
          `${page.href} answers with HTTP ${response.status}. Does the proxy pass /slack/ on to SLACK_PORT, and is the bot running?`,
        );
  } catch (error) {
    return bad(
      `${page.href} can't be reached: ${wordsOf(error)}. Is the bot running, and the proxy before it?`,
    );
  }
}

/** Each workspace's token, as far as this machine's key opens it. */
async function checkTokens(config: SlackConfig, { vault }: ManyInstalls): Promise<readonly Finding[]> {
  const teams = await vault.teams('slack-installation');
  if (teams.length === 0) return [note('No workspace has installed the bot yet.')];
  const findings: Finding[] = [];
  for (const team of teams) {
    try {
      const kept = await vault.get(team, 'slack-installation');
      const { bot } = z.object({ bot: z.object({ token: z.string() }) }).parse(JSON.parse(kept ?? '{}'));
      await ask(config, bot.token).auth.test();
      findings.push(good(`The token of ${team} opens and works.`));
    } catch (error) {
      findings.push(bad(`${team}: ${explainStartError(error, 'SLACK_BOT_TOKEN', config).message}`));
    }
  }
  return findings;
}
