/** `bounce-triage doctor slack`: looks at what may keep the bot from working, and says what to mend. */
import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { z } from 'zod';
import { apiUrlOf, type SlackConfig } from '../config.ts';
import { INSTALL_PATH } from '../installations.ts';
import { missingScopes, SCOPES } from '../scopes.ts';
import { checkTokenKinds, explainStartError } from '../start-errors.ts';
import { ask, bad, type Finding, good, note, TIMEOUT, wordsOf } from './finding.ts';
import { checkHttp } from './http.ts';
import { checkManifest } from './manifest.ts';

const MANIFEST = new URL('../../../manifest.yml', import.meta.url);

/** @returns findings, in the order in which to mend them. It never rejects. */
export async function examineSlack(config: SlackConfig): Promise<readonly Finding[]> {
  const findings: Finding[] = [note(wayOf(config))];
  try {
    checkTokenKinds(config);
  } catch (error) {
    return [...findings, bad(wordsOf(error))];
  }
  const token = tokenOf(config);
  if (token !== null) findings.push(...(await checkBotToken(config, token)));
  findings.push(...(config.way === 'socket' ? await checkSocket(config) : await checkHttp(config)));
  return [...findings, ...checkManifest(await readManifest(), config.way)];
}

async function readManifest(): Promise<unknown> {
  try {
    return load(await readFile(MANIFEST, 'utf8'));
  } catch {
    return null;
  }
}

function tokenOf(config: SlackConfig): string | null {
  if (config.way === 'socket') return config.botToken;
  return config.installs.for === 'one' ? config.installs.botToken : null;
}

function wayOf(config: SlackConfig): string {
  if (config.way === 'socket')
    return `Socket Mode, for one workspace; the Web API is at ${apiUrlOf(config)}.`;
  const where = `HTTP on ${config.host}:${config.port}`;
  return config.installs.for === 'one'
    ? `${where}, for one workspace; the Web API is at ${apiUrlOf(config)}.`
    : `${where}, for every workspace that installs it at ${config.installs.publicUrl}${INSTALL_PATH}.`;
}

async function checkBotToken(config: SlackConfig, token: string): Promise<readonly Finding[]> {
  try {
    const { team, user, response_metadata } = await ask(config, token).auth.test();
    const scopes = response_metadata?.scopes;
    const lacks = missingScopes(scopes).map((lack) =>
      bad(
        `The app lacks a scope: ${lack}. Add it at https://api.slack.com/apps, your app, "OAuth & Permissions", and install the app to the workspace again.`,
      ),
    );
    const extra = (scopes ?? []).filter((scope) => !(scope in SCOPES));
    return [
      good(`SLACK_BOT_TOKEN is the bot "${user ?? 'unknown'}" in the workspace "${team ?? 'unknown'}".`),
      ...(lacks.length > 0
        ? lacks
        : scopes
          ? [good(`It has all ${Object.keys(SCOPES).length} scopes.`)]
          : []),
      ...(extra.length > 0 ? [note(`It has scopes that it does not need: ${extra.join(', ')}.`)] : []),
    ];
  } catch (error) {
    return [bad(explainStartError(error, 'SLACK_BOT_TOKEN', config).message)];
  }
}

/** Opens the socket as the bot would, and waits to be greeted. */
async function checkSocket(config: SlackConfig & { way: 'socket' }): Promise<readonly Finding[]> {
  let url: string;
  try {
    ({ url } = z
      .object({ url: z.string() })
      .parse(await ask(config, config.appToken).apps.connections.open()));
  } catch (error) {
    return [bad(explainStartError(error, 'SLACK_APP_TOKEN', config).message)];
  }
  const opened = good('SLACK_APP_TOKEN lets the bot open a socket.');
  try {
    await greeted(url);
    return [opened, good('The socket opens, and Slack greets.')];
  } catch (error) {
    return [
      opened,
      bad(
        `The socket does not open: ${wordsOf(error)}. A firewall or proxy may let no WebSocket (wss) through to ${new URL(url).host}.`,
      ),
    ];
  }
}

const greeted = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const timer = setTimeout(() => end(new Error('no greeting came within 7 seconds')), TIMEOUT);
    const end = (error: Error | null): void => {
      clearTimeout(timer);
      socket.close();
      if (error === null) resolve();
      else reject(error);
    };
    socket.addEventListener('message', ({ data }) => {
      if (String(data).includes('"hello"')) end(null);
    });
    socket.addEventListener('error', () => end(new Error('the connection failed')));
  });
