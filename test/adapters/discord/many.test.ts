/** Many bounces at once, on the real desk: a summary, an answer a problem, all suppressed, the addresses as a file. */
import { beforeEach, describe, expect, test } from 'vitest';
import { openDesk, type TestDesk } from '../../support/desk.ts';
import { tooLarge } from '../../support/discord/api-error.ts';
import type { Discord } from '../../support/discord/stand-in.ts';
import {
  answerTo,
  cleanUp,
  discordWith,
  followUp,
  labels,
  privateAnswer,
  run,
} from '../../support/discord/team.ts';
import { filesOf, visibleText } from '../../support/discord/visible.ts';
import type { Channel, Person, StoredMessage } from '../../support/discord/world.ts';
import { deadAddresses, fullMailbox } from '../../support/mail-log.ts';

let real: TestDesk;
let discord: Discord;
let channel: Channel;
let ann: Person;

beforeEach(async () => {
  real = await openDesk();
  cleanUp.push(() => real.close());
  discord = await discordWith();
  channel = discord.channel('bounces');
  ann = discord.person('Ann');
  await run(discord, real);
});

const paste = (lines: readonly string[]) => discord.post(channel, ann, lines.join('\n'));

describe('a log of 201 dead addresses', () => {
  let log: StoredMessage;
  let answer: StoredMessage;
  beforeEach(async () => {
    log = paste(deadAddresses(201));
    answer = await answerTo(discord, log);
  });

  /** The file is behind *Details*, whose message only who pressed sees. */
  const addressesFor = async (person: Person) => {
    const details = await followUp(discord, discord.press(answer, 'Details', person));
    return followUp(discord, discord.press(details, 'Addresses (CSV)', person));
  };

  test('is handed as a file to the one who pressed, alone', async () => {
    const ben = discord.person('Ben');
    const handed = await addressesFor(ben);
    expect(handed.onlyFor).toEqual(ben);
    expect(handed.rang).toEqual([]);
    const [file] = filesOf(discord.world, handed);
    expect(file?.name).toMatch(/^user-unknown-[0-9a-f]{6}\.csv$/);
    expect(handed.components).toMatchObject([
      { type: 10, content: 'Here is the file. Only you can see it.' },
      { type: 13, file: { url: `attachment://${file?.name}` } },
    ]);
    const rows = file?.text.split('\r\n') ?? [];
    expect(rows).toHaveLength(203);
    expect(rows.slice(0, 2)).toEqual(['"address","reason"', '"user0@example.com","user-unknown"']);
    expect(discord.messages(log.id)).toEqual([answer]);
    expect(answer.edits).toBe(0);
  });

  test('that is larger than Discord takes: the one who pressed is told what to do', async () => {
    const details = await followUp(discord, discord.press(answer, 'Details', ann));
    discord.trouble(/^POST .*\/webhooks\//, tooLarge());
    const told = await followUp(discord, discord.press(details, 'Addresses (CSV)', ann));
    expect(visibleText(told)).toContain('larger than Discord takes here. Paste the log in parts');
    expect(told.attachments).toEqual([]);
  });

  test('is suppressed at once, after asking back; the file can still be had, and Undo takes it back', async () => {
    expect(labels(answer)).toEqual(['Suppress all 201…', 'Claim', 'Details']);
    const question = await privateAnswer(discord, discord.press(answer, 'Suppress all 201…', ann));
    expect(visibleText(question)).toContain('Suppress 201 addresses?');
    const suppressed = () => real.store.selectFrom('suppressions').select('address').execute();
    expect(await suppressed()).toEqual([]);
    discord.press(question, 'Suppress', ann);
    await discord.until(() => answer.edits > 0, 'the update');
    expect(visibleText(answer)).toContain(`By <@${ann.id}>`);
    expect(await suppressed()).toHaveLength(201);
    expect(labels(answer)).toEqual(['Undo', 'Details']);
    discord.press(answer, 'Undo', ann);
    await discord.until(() => labels(answer).includes('Suppress all 201…'), 'the second update');
    expect(await suppressed()).toEqual([]);
  });
});

test('two problems in one paste: one answer with a row each, which names the thread', async () => {
  const log = paste([...deadAddresses(2), fullMailbox]);
  const text = visibleText(await answerTo(discord, log));
  expect(text).toContain('3 bounces, 2 problems');
  expect(text).toContain('2 Address does not exist · example.com');
  expect(text).toContain('1 Mailbox full · example.com');
  expect(discord.world.channels.get(log.id)?.name).toBe('3 bounces, 2 problems');
});
