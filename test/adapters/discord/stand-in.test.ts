/** The stand-in is only worth something if it refuses what Discord refuses. */
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDiscordAdapter } from '../../../adapters/discord/index.ts';
import { openDesk } from '../../support/desk.ts';
import { listenIn } from '../../support/discord/heard.ts';
import { OPENAPI } from '../../support/discord/openapi.ts';
import { type Discord, startDiscord } from '../../support/discord/stand-in.ts';
import { addMessage, type Channel, type Interaction, type Person } from '../../support/discord/world.ts';
import { needing } from '../../support/shared.ts';

let discord: Discord;
let channel: Channel;
let ann: Person;

beforeAll(async () => {
  discord = await startDiscord();
  channel = discord.channel('bounces');
  ann = discord.person('Ann');
});
afterAll(() => discord.close());

type Refusal = { readonly status: number; readonly code: number; readonly errors: Record<string, unknown> };

async function ask(method: string, path: string, body: unknown, token = discord.token): Promise<Refusal> {
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const json = response.status === 204 ? {} : ((await response.json()) as Partial<Refusal>);
  return { status: response.status, code: json.code ?? 0, errors: json.errors ?? {} };
}

const post = (body: unknown) => ask('POST', `/channels/${channel.id}/messages`, body);
const V2 = 1 << 15;
const text = (content: string) => ({ type: 10, content });
const button = (custom_id: string, label = 'Go') => ({ type: 2, style: 1, label, custom_id });
const row = (...components: object[]) => ({ type: 1, components });

describe('a message', () => {
  test.each([
    ['too long', { content: 'x'.repeat(2001) }, 'content'],
    ['with content and V2', { flags: V2, content: 'x', components: [text('y')] }, 'content'],
    ['with embeds and V2', { flags: V2, embeds: [{ title: 'x' }], components: [text('y')] }, 'embeds'],
    [
      'with an embed of more than 6,000',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'y'.repeat(2001) }] },
      'embeds',
    ],
    ['with an embed title over 256', { embeds: [{ title: 'x'.repeat(257) }] }, 'embeds'],
    [
      'with six rows',
      { content: 'x', components: [1, 2, 3, 4, 5, 6].map((id) => row(button(`b${id}`))) },
      'components',
    ],
    [
      'with six buttons in a row',
      { content: 'x', components: [row(...[1, 2, 3, 4, 5, 6].map((id) => button(`b${id}`)))] },
      'components',
    ],
    ['with a doubled custom_id', { content: 'x', components: [row(button('b'), button('b'))] }, 'components'],
    ['with a custom_id over 100', { content: 'x', components: [row(button('b'.repeat(101)))] }, 'components'],
    ['with a label over 80', { content: 'x', components: [row(button('b', 'l'.repeat(81)))] }, 'components'],
    ['with a button outside a row', { flags: V2, components: [button('b')] }, 'components'],
    ['with a text display but no V2', { components: [text('x')] }, 'components'],
    [
      'with a container in a container',
      { flags: V2, components: [{ type: 17, components: [{ type: 17, components: [text('x')] }] }] },
      'components',
    ],
    [
      'with 41 components',
      { flags: V2, components: [{ type: 17, components: Array.from({ length: 40 }, () => text('x')) }] },
      'components',
    ],
    [
      'with more than 4,000 characters in components',
      { flags: V2, components: [text('x'.repeat(2001)), text('y'.repeat(2000))] },
      'components',
    ],
    ['with a nonce over 25', { content: 'x', nonce: 'n'.repeat(26), enforce_nonce: true }, 'nonce'],
    ['with a field that is none', { content: 'x', contents: 'y' }, 'contents'],
    ['in reply to nothing', { content: 'x', message_reference: { message_id: '1' } }, 'message_reference'],
  ])('%s is refused with 50035', async (_, body, field) => {
    const refusal = await post(body);
    expect([refusal.status, refusal.code, Object.keys(refusal.errors)]).toEqual([400, 50035, [field]]);
  });

  test('that is empty, unknown, somebody else’s, or out of sight', async () => {
    const theirs = addMessage(discord.world, { channelId: channel.id, author: ann, content: 'hello' });
    const hidden = discord.channel('hidden', { view: false });
    const mute = discord.channel('mute', { send: false });
    expect(await post({ content: '' })).toMatchObject({ status: 400, code: 50006 });
    expect(await ask('PATCH', `/channels/${channel.id}/messages/1`, { content: 'x' })).toMatchObject({
      code: 10008,
    });
    expect(
      await ask('PATCH', `/channels/${channel.id}/messages/${theirs.id}`, { content: 'x' }),
    ).toMatchObject({ code: 50005 });
    expect(await ask('POST', `/channels/${hidden.id}/messages`, { content: 'x' })).toMatchObject({
      status: 403,
      code: 50001,
    });
    expect(await ask('POST', `/channels/${mute.id}/messages`, { content: 'x' })).toMatchObject({
      status: 403,
      code: 50013,
    });
    expect(await ask('POST', '/channels/1/messages', { content: 'x' })).toMatchObject({
      status: 404,
      code: 10003,
    });
    expect(await ask('GET', '/users/@me', undefined, 'wrong')).toMatchObject({ status: 401 });
  });

  test('that Discord’s own document does not know is refused too, and noted', needing(OPENAPI), async () => {
    expect(await post({ content: 'x', tts: 'yes' })).toMatchObject({ status: 400, code: 50035 });
    expect(discord.world.violations.splice(0)).toEqual([expect.stringContaining('/tts must be boolean')]);
  });

  test('rings for everyone unless allowed_mentions holds it back', async () => {
    const rang = () => [...discord.world.messages.values()].at(-1)?.rang;
    await post({ content: `@everyone <@${ann.id}>` });
    expect(rang()).toEqual(['@everyone', `<@${ann.id}>`]);
    await post({ content: '@everyone', allowed_mentions: { parse: [] } });
    expect(rang()).toEqual([]);
  });
});

test('a thread is opened once, in a channel, with a name and a known time to archive', async () => {
  const message = addMessage(discord.world, { channelId: channel.id, author: ann, content: 'hello' });
  const open = (body: object, where = channel.id) =>
    ask('POST', `/channels/${where}/messages/${message.id}/threads`, body);
  expect(await open({ name: 'x'.repeat(101) })).toMatchObject({ code: 50035 });
  expect(await open({ name: 'x', auto_archive_duration: 90 })).toMatchObject({ code: 50035 });
  expect(await open({ name: 'x' })).toMatchObject({ status: 200 });
  expect(await open({ name: 'x' })).toMatchObject({ status: 400, code: 160004 });
  expect(await open({ name: 'x' }, message.id)).toMatchObject({ code: 50024 });
});

test('commands follow Discord’s naming', async () => {
  const put = (...commands: object[]) =>
    ask('PUT', `/applications/${discord.world.applicationId}/commands`, commands);
  const option = { type: 3, name: 'query', description: 'd' };
  expect(await put({ name: 'SMTP', description: 'd' })).toMatchObject({ code: 50035 });
  expect(await put({ name: 'smtp', description: 'd'.repeat(101) })).toMatchObject({ code: 50035 });
  expect(await put({ type: 3, name: 'Explain', description: 'd' })).toMatchObject({ code: 50035 });
  expect(await put({ name: 'a', description: 'd' }, { name: 'a', description: 'd' })).toMatchObject({
    code: 50035,
  });
  expect(
    await put({ name: 'a', description: 'd', options: [option, { ...option, name: 'b', required: true }] }),
  ).toMatchObject({ code: 50035 });
  expect(
    await put(
      { name: 'smtp', description: 'd', options: [option] },
      { type: 3, name: 'Explain this bounce' },
    ),
  ).toMatchObject({ status: 200 });
});

describe('an interaction', () => {
  const answer = ({ id, token }: Interaction, body: object) =>
    ask('POST', `/interactions/${id}/${token}/callback`, body);
  const begin = () => discord.command('550', ann, channel);

  test('is answered once, within three seconds, by an answer that fits', async () => {
    const first = begin();
    expect(await answer(first, { type: 6 })).toMatchObject({ code: 50035 });
    expect(await answer(first, { type: 5, data: { flags: 64 } })).toMatchObject({ status: 204 });
    expect(await answer(first, { type: 5 })).toMatchObject({ status: 400, code: 40060 });
    const late = begin();
    discord.world.now = () => Date.now() + 3100;
    expect(await answer(late, { type: 5 })).toMatchObject({ status: 404, code: 10062 });
    discord.world.now = () => Date.now() + 16 * 60_000;
    expect(
      await ask('PATCH', `/webhooks/1/${first.token}/messages/@original`, { content: 'x' }),
    ).toMatchObject({ status: 401, code: 50027 });
    discord.world.now = Date.now;
  });

  test('has no messages before it is answered, and never gives V2 back', async () => {
    const one = begin();
    const edit = (body: object) => ask('PATCH', `/webhooks/1/${one.token}/messages/@original`, body);
    expect(await edit({ content: 'x' })).toMatchObject({ code: 10015 });
    await answer(one, { type: 5 });
    expect(await edit({ flags: V2, components: [text('x')] })).toMatchObject({ status: 200 });
    expect(await edit({ content: 'plain again' })).toMatchObject({ code: 50035 });
  });

  test('takes files with a follow-up: those that the message shows, by names that stay', async () => {
    const one = begin();
    await answer(one, { type: 5, data: { flags: 64 } });
    await ask('PATCH', `/webhooks/1/${one.token}/messages/@original`, { flags: V2, components: [text('x')] });
    const follow = async (body: object, name: string, content: string | Uint8Array<ArrayBuffer> = 'abc') => {
      const form = new FormData();
      form.append('payload_json', JSON.stringify({ flags: V2 | 64, ...body }));
      form.append('files[0]', new Blob([content], { type: 'text/csv' }), name);
      const response = await fetch(`${discord.apiUrl}/v10/webhooks/1/${one.token}`, {
        method: 'POST',
        body: form,
      });
      return { status: response.status, ...((await response.json()) as Partial<Refusal>) };
    };
    const shown = (name: string) => ({ components: [{ type: 13, file: { url: `attachment://${name}` } }] });
    expect(await follow({ components: [text('x')] }, 'a.csv')).toMatchObject({ code: 50035 });
    expect(await follow(shown('b.csv'), 'a.csv')).toMatchObject({ code: 50035 });
    expect(await follow(shown('my file.csv'), 'my file.csv')).toMatchObject({ code: 50035 });
    const described = { ...shown('a.csv'), attachments: [{ id: 1 }] };
    expect(await follow(described, 'a.csv')).toMatchObject({ code: 50035 });
    const large = new Uint8Array(10 * 1024 * 1024 + 1);
    expect(await follow(shown('a.csv'), 'a.csv', large)).toMatchObject({ status: 413, code: 40005 });
    expect(await follow(shown('a.csv'), 'a.csv')).toMatchObject({ status: 200 });
    const message = discord.world.messages.get(one.followups[0] ?? '');
    expect(message?.onlyFor).toEqual(ann);
    const download = await fetch(message?.attachments[0]?.url ?? '');
    expect([download.headers.get('content-type'), await download.text()]).toEqual(['text/csv', 'abc']);
  });

  test('for completions takes at most 25', async () => {
    const choices = Array.from({ length: 26 }, (_, index) => ({ name: `${index}`, value: `${index}` }));
    const one = discord.autocomplete('5', ann, channel);
    expect(await answer(one, { type: 8, data: { choices } })).toMatchObject({ code: 50035 });
    expect(await answer(one, { type: 8, data: { choices: choices.slice(1) } })).toMatchObject({
      status: 204,
    });
  });
});

describe('the gateway', () => {
  const closeCode = (send: object, query = 'v=10&encoding=json') =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(
        `${discord.apiUrl.replace('http', 'ws').replace('/api', '/gateway')}?${query}`,
      );
      socket.on('open', () => socket.send(JSON.stringify(send)));
      socket.on('close', resolve);
    });

  test('closes on a bad token, a missing identify, a wrong version', async () => {
    expect(await closeCode({ op: 2, d: { token: 'wrong', intents: 0 } })).toBe(4004);
    expect(await closeCode({ op: 3, d: {} })).toBe(4003);
    expect(await closeCode({}, 'v=9&encoding=json')).toBe(4012);
  });

  test('gives no one’s text to a bot without the intent', async () => {
    const strict = await startDiscord({ messageContent: false });
    const room = strict.channel('bounces');
    const opened = await openDesk();
    const bot = listenIn(opened);
    const adapter = createDiscordAdapter(
      { token: strict.token, apiUrl: strict.apiUrl },
      { ...bot, log: pino({ level: 'silent' }) },
    );
    await adapter.start();
    strict.post(room, ann, '550 5.1.1 user unknown');
    const direct = strict.directMessages(ann);
    strict.post(direct, ann, 'hello');
    await strict.until(() => bot.taken.length === 2, 'both messages');
    expect(bot.taken.map(({ text }) => text)).toEqual(['', 'hello']);
    await adapter.stop();
    await opened.close();
    await strict.close();
  });
});
