/** The adapter as people meet it, over the stand-in. */
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackAdapter } from '../../../adapters/slack/index.ts';
import {
  createHandMadeDesk,
  type HandMadeDesk,
  lookup,
  verdict,
} from '../../support/slack/hand-made-desk.ts';
import { visibleText } from '../../support/slack/visible.ts';
import { BOT_NAME, type Channel, openWorkspace, type SlackWorkspace } from '../../support/slack/workspace.ts';

const BOUNCE = '550 5.1.1 <sam@example.com>: No such user';

let slack: SlackWorkspace;
let desk: HandMadeDesk;
let channel: Channel;
let logged: string;
let running: { stop(): Promise<void> }[];

const startAdapter = async (config = slack.config) => {
  const sink = new Writable({
    write(chunk, _, done) {
      logged += String(chunk);
      slack.state.changed.emit('change');
      done();
    },
  });
  const adapter = createSlackAdapter(config, { desk, log: pino({ level: 'trace' }, sink) });
  await adapter.start();
  running.push(adapter);
  return adapter;
};

beforeEach(async () => {
  slack = await openWorkspace();
  desk = createHandMadeDesk();
  channel = slack.channel('deliverability');
  logged = '';
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((adapter) => adapter.stop()));
  await slack.close();
});

const onlyReply = async (message: Awaited<ReturnType<typeof slack.post>>['message']) => {
  const [reply] = await slack.replies(message, 1);
  if (reply === undefined) throw new Error('no reply');
  return reply;
};

/** The event is fully handled when one that was sent after it is answered. */
const silence = async (at: Channel = channel) => {
  const marker = slack.post(at, 'ann', `marker ${BOUNCE}`);
  await onlyReply(marker.message);
};

describe('/smtp', () => {
  beforeEach(() => startAdapter());

  it('answers the asker alone, with a button that shows it to the channel', async () => {
    const answer = await slack.command('/smtp', '421 4.7.28', { user: 'ann', channel });
    expect(answer.onlyFor).toBe('U0ANN');
    expect(visibleText(answer)).toContain('🐢 Too much mail, too fast');
    expect(desk.asked).toEqual([
      {
        query: '421 4.7.28',
        actor: { id: 'U0ANN', name: 'ann', team: 'slack:T0STANDIN' },
        place: { platform: 'slack', team: 'slack:T0STANDIN', channel: channel.id },
      },
    ]);
    expect(slack.messages(channel)).toEqual([]);

    await slack.press(answer, 'Share to channel', 'ann');
    const [shared] = await slack.until(
      () => slack.messages(channel).length === 1 && slack.messages(channel),
      'a post',
    );
    expect(shared).toMatchObject({
      threadTs: null,
      onlyFor: null,
      text: expect.stringContaining('Too much mail'),
    });
  });

  it('shares also in a channel that the bot is no member of', async () => {
    const elsewhere = slack.channel('sales', 'group', false);
    const answer = await slack.command('/smtp', '550', { user: 'ann', channel: elsewhere });
    await slack.press(answer, 'Share to channel', 'ann');
    await slack.until(() => slack.messages(elsewhere).length === 1, 'a post by the address of the click');
  });

  it('undoes the escapes of what was typed', async () => {
    await slack.command('/smtp', '  <sam@example.com> & "mailbox full" ', { user: 'ann', channel });
    expect(desk.asked[0]?.query).toBe('<sam@example.com> & "mailbox full"');
  });

  it('says so when the lookup fails, with a reference that the log knows', async () => {
    const answer = await slack.command('/smtp', 'broken', { user: 'ann', channel });
    expect(answer.text).toMatch(/^⚠️ That did not work.*try again in a minute.*error `[0-9a-f]{6}`/);
    const reference = /`([0-9a-f]{6})`/.exec(answer.text)?.[1] ?? 'none';
    expect(logged).toContain(reference);
    expect(logged).toContain('the store is on fire');
  });

  it('finds another way when the address for the answer fails', async () => {
    slack.failNext('response_url', { kind: 'broken', status: 500 });
    const answer = await slack.command('/smtp', '550', { user: 'ann', channel });
    expect(visibleText(answer)).toContain('Too much mail');
  });
});

describe('a pasted bounce', () => {
  beforeEach(() => startAdapter());

  it('is answered in its thread, once, and is noted as posted', async () => {
    const { message, acknowledged } = slack.post(channel, 'ann', BOUNCE);
    const reply = await onlyReply(message);
    await acknowledged;
    expect(visibleText(reply)).toContain('⛔ This address does not exist');
    expect(reply.threadTs).toBe(message.ts);
    expect(desk.heard).toMatchObject([
      { id: `${channel.id}:${message.ts}`, text: BOUNCE, heard: 'watching', actor: { id: 'U0ANN' } },
    ]);
    await running[0]?.stop();
    expect(desk.done).toEqual([`${channel.id}:${message.ts}`]);
  });

  it('in a thread is answered in that thread', async () => {
    const first = slack.post(channel, 'ann', 'Look at this one').message;
    const { message } = slack.post(channel, 'bob', BOUNCE, { thread: first });
    const replies = await slack.until(
      () => slack.thread(first).length === 2 && slack.thread(first),
      'an answer',
    );
    expect(replies[1]).toMatchObject({ user: 'U0BOT', threadTs: first.ts });
    expect(desk.heard.at(-1)?.id).toBe(`${channel.id}:${message.ts}:${first.ts}`);
  });

  it('that comes twice is answered once', async () => {
    const { message } = slack.post(channel, 'ann', BOUNCE);
    slack.socket.sendLastAgain();
    await silence();
    expect(slack.thread(message)).toHaveLength(1);
  });

  it('is not acknowledged while it is not written down, and is answered when Slack sends it again', async () => {
    desk.trouble.push(() => Promise.reject(new Error('disk full')));
    const { message, acknowledged } = slack.post(channel, 'ann', BOUNCE);
    await slack.until(() => logged.includes('disk full'), 'the failure');
    expect(slack.thread(message)).toEqual([]);
    slack.socket.sendUnacknowledgedAgain();
    await acknowledged;
    await onlyReply(message);
    expect(desk.heard).toHaveLength(2);
  });

  // The SDK waits 5 s before it connects anew.
  it('is answered after the connection was lost', { timeout: 20_000 }, async () => {
    slack.socket.drop();
    const { message } = slack.post(channel, 'ann', BOUNCE);
    await onlyReply(message);
  });

  it('waits out a rate limit, and a Slack that breaks down for a moment', async () => {
    slack.failNext(
      'chat.postMessage',
      { kind: 'rate-limited', retryAfter: 1 },
      { kind: 'broken', status: 503 },
    );
    await onlyReply(slack.post(channel, 'ann', BOUNCE).message);
  });

  it('keeps nothing of itself in the log', async () => {
    await onlyReply(slack.post(channel, 'ann', BOUNCE).message);
    for (const secret of ['sam@example', 'No such user', slack.config.botToken, slack.config.appToken]) {
      expect(logged).not.toContain(secret);
    }
  });
});

describe('who is heard', () => {
  beforeEach(() => startAdapter());

  it.each([
    { order: 'message first', mentionFirst: false },
    { order: 'app_mention first', mentionFirst: true },
  ])('a mention, as mentioned from either event ($order)', async ({ mentionFirst }) => {
    const { message, acknowledged } = slack.post(channel, 'ann', `${BOT_NAME} what is this?`, {
      mentionFirst,
    });
    await onlyReply(message);
    await acknowledged;
    await silence();
    expect(slack.thread(message)).toHaveLength(1);
    expect(desk.heard.slice(0, 2)).toMatchObject([
      { text: ' what is this?', heard: 'mentioned' },
      { text: ' what is this?', heard: 'mentioned' },
    ]);
  });

  it('a direct message, as mentioned', async () => {
    const direct = slack.channel('ann', 'im');
    await onlyReply(slack.post(direct, 'ann', 'hello?').message);
    expect(desk.heard[0]).toMatchObject({ heard: 'mentioned', place: { channel: direct.id } });
  });

  it('no bot, no edit, no joining, and not itself', async () => {
    const others = [
      { bot_id: 'B0OTHER', subtype: 'bot_message', user: undefined },
      { bot_id: 'B0OTHER' },
      { user: slack.state.botUserId },
      { subtype: 'message_changed', message: { text: BOUNCE } },
      { subtype: 'channel_join' },
      { user: 'USLACKBOT' },
    ];
    for (const event of others) await slack.post(channel, 'ann', BOUNCE, { event }).acknowledged;
    await silence();
    expect(desk.heard.map(({ text }) => text)).toEqual([`marker ${BOUNCE}`]);
  });

  it('what is no message at all is acknowledged and left alone', async () => {
    await slack.event({ type: 'reaction_added', user: 'U1' });
    await slack.event({ type: 'message', channel: 17 });
    expect(desk.heard).toEqual([]);
  });
});

describe('files', () => {
  const eml = {
    name: 'report.eml',
    mimetype: 'message/rfc822',
    bytes: Buffer.from(`Subject: x\r\n\r\n${BOUNCE}`),
  };

  it('are read where a bounce may be in them', async () => {
    await startAdapter();
    const image = { name: 'cat.png', mimetype: 'image/png', bytes: Buffer.from('…') };
    const snippet = { name: 'Untitled', mimetype: 'text/plain', bytes: Buffer.from(BOUNCE) };
    await onlyReply(slack.post(channel, 'ann', '', { files: [eml, image, snippet] }).message);
    expect(desk.heard[0]?.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['report.eml', `Subject: x\r\n\r\n${BOUNCE}`],
      ['Untitled', BOUNCE],
    ]);
  });

  it('that Slack does not give out are explained to the one who asked', async () => {
    slack.state.scopes.delete('files:read');
    await startAdapter();
    slack.post(slack.channel('ann', 'im'), 'ann', '', { files: [eml] });
    const [told] = await slack.until(
      () => slack.ephemerals('ann').length > 0 && slack.ephemerals('ann'),
      'a word',
    );
    expect(told?.text).toMatch(/^I could not read `report.eml`: Slack gave me a login page .* files:read/);
    expect(logged).toContain("without files:read it can't read bounces that are attached as files");
  });
});

describe('buttons', () => {
  it('change the message in place, also after a restart, and tell the second person who was first', async () => {
    const first = await startAdapter();
    const { message } = slack.post(channel, 'ann', BOUNCE);
    const reply = await onlyReply(message);
    await first.stop();
    await startAdapter();

    await slack.press(reply, 'Mark suppressed', 'ann');
    await slack.until(() => reply.edited === 1, 'the update');
    expect(visibleText(reply)).toContain('📌 Marked suppressed by @U0ANN, 2026-11-21 09:30 UTC');
    expect(desk.acted).toEqual([
      {
        action: 'suppress',
        target: 'case-1',
        actor: { id: 'U0ANN', name: 'ann', team: 'slack:T0STANDIN' },
        place: { platform: 'slack', team: 'slack:T0STANDIN', channel: channel.id },
      },
    ]);

    // Bob's screen still shows the old buttons.
    await slack.press(
      { ...reply, blocks: [{ type: 'actions', elements: [suppressButton] }] },
      'Mark suppressed',
      'bob',
    );
    const [notice] = await slack.until(
      () => slack.ephemerals('bob').length > 0 && slack.ephemerals('bob'),
      'a notice',
    );
    expect(notice).toMatchObject({ text: 'ann was first &lt;!channel&gt;.', threadTs: message.ts });
    expect(slack.thread(message)).toHaveLength(1);
  });

  it('on a message that one person alone sees, change that message', async () => {
    await startAdapter();
    const { message } = slack.post(channel, 'ann', BOUNCE);
    await onlyReply(message);
    await slack.shortcut('explain_bounce', message, 'bob');
    const [only] = await slack.until(
      () => slack.ephemerals('bob').length > 0 && slack.ephemerals('bob'),
      'an answer',
    );
    if (only === undefined) throw new Error('nothing');
    await slack.press(only, 'Mark suppressed', 'bob');
    await slack.until(() => only.edited === 1, 'the update');
    expect(visibleText(only)).toContain('Marked suppressed by @U0BOB');
  });

  it('say so when they fail', async () => {
    await startAdapter();
    const reply = await onlyReply(slack.post(channel, 'ann', BOUNCE).message);
    slack.failNext('chat.update', { kind: 'refused', error: 'edit_window_closed' });
    await slack.press(reply, 'Mark suppressed', 'ann');
    const [told] = await slack.until(
      () => slack.ephemerals('ann').length > 0 && slack.ephemerals('ann'),
      'a word',
    );
    expect(told?.text).toContain('That did not work');
    expect(logged).toContain('edit_window_closed');
  });
});

const suppressButton = {
  type: 'button' as const,
  action_id: 'bt:suppress',
  text: { type: 'plain_text' as const, text: 'Mark suppressed' },
  value: 'case-1',
};

describe('the shortcut "Explain this bounce"', () => {
  beforeEach(() => startAdapter());

  it('answers in the thread of any message, a bot’s alert included', async () => {
    const alert = slack.state.add({
      ...slack.post(channel, 'ann', 'ignored').message,
      ts: slack.state.nextTs(),
      botId: 'B0OTHER',
      text: `Delivery failed: ${BOUNCE}`,
    });
    await slack.shortcut('explain_bounce', alert, 'bob');
    await onlyReply(alert);
    expect(desk.heard.at(-1)).toMatchObject({ heard: 'asked', actor: { id: 'U0BOB', name: 'bob' } });
  });

  it('tells only the asker where the message was answered before', async () => {
    const { message } = slack.post(channel, 'ann', BOUNCE);
    await onlyReply(message);
    await slack.shortcut('explain_bounce', message, 'bob');
    const [only] = await slack.until(
      () => slack.ephemerals('bob').length > 0 && slack.ephemerals('bob'),
      'an answer',
    );
    expect(only?.threadTs).toBe(message.ts);
    expect(slack.thread(message)).toHaveLength(1);
  });

  it('answers the asker alone where the bot is no member', async () => {
    const elsewhere = slack.channel('sales', 'channel', false);
    const { message } = slack.post(elsewhere, 'ann', BOUNCE);
    await slack.shortcut('explain_bounce', message, 'ann');
    await slack.until(() => slack.ephemerals('ann').length > 0, 'an answer');
    expect(slack.thread(message)).toEqual([]);
  });
});

describe('start and stop', () => {
  it('posts what was written down before the start and never posted', async () => {
    const { message } = slack.post(channel, 'ann', BOUNCE);
    const place = { platform: 'slack' as const, team: 'slack:T0STANDIN', channel: channel.id };
    desk.left = [
      { messageId: `${channel.id}:${message.ts}`, place, replies: [verdict()] },
      { messageId: 'C0GONE:1.1', place, replies: [verdict()] },
      { messageId: 'C0OTHER:1.1', place: { ...place, team: 'slack:T0OTHER' }, replies: [verdict()] },
    ];
    slack.socket.withhold();
    await startAdapter();
    expect(slack.thread(message)).toHaveLength(1);
    // A channel that is gone is not tried for ever; another workspace's message is not ours.
    expect(desk.done).toEqual([`${channel.id}:${message.ts}`, 'C0GONE:1.1']);
  });

  it('finishes what is under way before it closes', async () => {
    const adapter = await startAdapter();
    let proceed: () => void = () => undefined;
    const working = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    const { message: listen } = desk;
    let begun = false;
    desk.message = async (message) => {
      begun = true;
      slack.state.changed.emit('change');
      await working;
      return listen(message);
    };
    const { message } = slack.post(channel, 'ann', BOUNCE);
    await slack.until(() => begun, 'the desk to begin');
    const stopped = adapter.stop();
    const turnedAway = await slack.command('/smtp', '550', { user: 'bob', channel });
    expect(turnedAway.text).toContain('being restarted');
    proceed();
    await stopped;
    expect(slack.thread(message)).toHaveLength(1);
    await slack.until(() => slack.socket.connections() === 0, 'the connection to be closed');
  });

  const failing = async (config: Partial<typeof slack.config>): Promise<string> => {
    const error = await startAdapter({ ...slack.config, ...config }).then(
      () => new Error('it started'),
      (reason: Error) => reason,
    );
    expect(error.message + logged).not.toMatch(/xox[bp]-standin|xapp-1-standin|xoxb-wrong|xapp-wrong/);
    return error.message;
  };

  it('says in plain words which token is wrong, and what to do', async () => {
    expect(await failing({ botToken: 'xoxb-wrong' })).toMatch(
      /^Slack does not know the token in SLACK_BOT_TOKEN \(invalid_auth\)\. Copy the "Bot User OAuth Token"/,
    );
    expect(await failing({ appToken: 'xapp-wrong' })).toMatch(
      /^Slack does not know the token in SLACK_APP_TOKEN \(invalid_auth\)\. Make an app-level token/,
    );
    expect(await failing({ appToken: slack.config.botToken })).toMatch(
      /^SLACK_APP_TOKEN holds a bot or user token/,
    );
    expect(await failing({ botToken: slack.config.appToken })).toMatch(
      /^SLACK_BOT_TOKEN holds an app-level token/,
    );
    slack.state.scopes.delete('connections:write');
    expect(await failing({})).toMatch(/^The token in SLACK_APP_TOKEN lacks the scope connections:write/);
  });

  it('does not wait for ever where Slack says that a token is of the wrong kind', async () => {
    slack.failNext('apps.connections.open', { kind: 'refused', error: 'not_allowed_token_type' });
    expect(await failing({})).toMatch(/^The token in SLACK_APP_TOKEN is of the wrong kind/);
  });

  it('says where it tried to reach Slack', { timeout: 20_000 }, async () => {
    expect(await failing({ apiUrl: 'http://127.0.0.1:1/api/' })).toMatch(
      /^Slack can't be reached at 127\.0\.0\.1:1: .*Check the network and SLACK_API_URL/,
    );
  });
});

it('sends nothing that Slack refuses', async () => {
  await startAdapter();
  await onlyReply(slack.post(channel, 'ann', BOUNCE).message);
  await slack.command('/smtp', lookup('x').title, { user: 'ann', channel });
  expect(slack.state.refusals).toEqual([]);
});
