/** What is said to the bot without a bounce in it: a mention, in a thread or alone. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { About } from '../../src/queue/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { connectPaper, note, type Paper, type Posted, verdict, words } from '../support/paper.ts';

const DEAD = '550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown';
const FULL = '452 4.2.2 <luc@example.fr>: Mailbox full';

type Said = { readonly language: string; readonly text: string; readonly want: string };
const SAID: readonly Said[] = readFileSync(new URL('talk.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

let bot: TestDesk;
let paper: Paper;
beforeAll(async () => {
  bot = await openDesk();
  paper = connectPaper(bot);
});
afterAll(() => bot.close());

const say = (text: string, about?: About): Promise<readonly Posted[]> =>
  paper.write(text, { heard: 'mentioned', ...(about ? { about } : {}) });

const isVerdict = ({ reply }: Posted): boolean => reply.kind === 'verdict';
const isCommand = ({ reply }: Posted): boolean =>
  reply.kind === 'note' && reply.title === 'There is a command for that';

describe('ordinary words get no verdict, questions about a code do', () => {
  beforeAll(async () => {
    await paper.paste(DEAD);
    await paper.paste(FULL);
  });

  test.each(SAID)('$language: $text → $want', async ({ text, want }) => {
    const posts = await say(text);
    const [kind, category] = want.split(':');
    if (kind === 'quiet') expect(posts.filter((post) => isVerdict(post) || isCommand(post))).toEqual([]);
    else if (kind === 'known') expect(note(posts[0]?.reply).tone).toBe('repeat');
    else if (kind === 'command') {
      expect(words(note(posts[0]?.reply))).toMatch(new RegExp(`^/bounces ${category}(?: REMARK)? [a-z]`));
    } else {
      const reply = verdict(posts[0]?.reply);
      expect(reply.category).toBe(category);
      expect(reply.caseId === null).toBe(kind === 'code');
    }
  });
});

describe('in a thread, or in reply to a message', () => {
  let thread = 0;
  /** @param read what the platform gives; counted, as each costs a call */
  const root = (read: Awaited<ReturnType<About['read']>>): About & { calls: number } => ({
    id: `C1:thread-${++thread}`,
    calls: 0,
    async read() {
      this.calls++;
      return read;
    },
  });
  const written = (text: string) => ({ text, files: [], bot: null });

  test('the command for what is bidden is named once, another one again', async () => {
    const about = root('gone');
    const titles = [];
    for (const text of [
      'suppress bob@example.com',
      'can you suppress bob@example.com?',
      'suppress kim@example.com',
    ]) {
      titles.push((await say(text, about)).map(({ reply }) => note(reply).title));
    }
    expect(titles).toEqual([['There is a command for that'], [], ['There is a command for that']]);
    const [known] = await say('is ann@example.com suppressed?');
    expect(note(known?.reply).tone).toBe('repeat');
  });

  test('that message is explained', async () => {
    const [answer] = await say('what should we do here?', root(written(DEAD.replace('ann', 'kim'))));
    expect(verdict(answer?.reply).title).toBe('This address does not exist');
  });

  test('with the files that it has', async () => {
    const bytes = new TextEncoder().encode(DEAD.replace('ann', 'file'));
    const [answer] = await say('', root({ text: 'see below', files: [{ name: 'a.log', bytes }], bot: null }));
    expect(verdict(answer?.reply).category).toBe('hard');
  });

  test('what was answered before is not fetched', async () => {
    const about = root('gone');
    await paper.write(DEAD.replace('ann', 'dan'), { id: about.id });
    const [answer] = await say('who looks after this?', about);
    expect(note(answer?.reply).tone).toBe('repeat');
    expect(about.calls).toBe(0);
  });

  test('a reply to an answer of ours is about its case', async () => {
    const [first] = await paper.write(DEAD.replace('ann', 'eve'));
    const [answer] = await say('and now?', { ...root('gone'), id: first?.ref ?? '' });
    expect(note(answer?.reply).tone).toBe('repeat');
  });

  test('a code that is asked about is what is explained', async () => {
    const about = root(written(DEAD));
    const [answer] = await say('what does 421 4.7.28 mean?', about);
    expect(verdict(answer?.reply).category).toBe('throttle');
    expect(about.calls).toBe(0);
  });

  test('where the platform shows it to nobody, it is to be pasted: said once a thread', async () => {
    const about = root('refused');
    const [answer] = await say('what is this?', about);
    expect(note(answer?.reply).title).toBe('Paste it here');
    expect(await say('hello? what is this?', about)).toEqual([]);
  });

  test.each([
    'Lunch moved to room 550 at 5.1.1 pm, bring the blocked invites',
    'our invoice 550 was rejected by finance, please check',
    'Die Rechnung 550 wurde abgelehnt, das Konto ist gesperrt',
    'anyone knows bob@example.com? his invoice 550 was rejected',
    'release 5.1.1 fixes the unknown user bug in the login form',
  ])('ordinary words are no bounce because somebody asks about them: %s', async (text) => {
    const [answer] = await say('can you explain this?', root(written(text)));
    expect(note(answer?.reply).tone).toBe('help');
  });

  test.each([
    'danke dir, hat geklappt! 🙏',
    'merci beaucoup, ça marche',
    'the customer told us it is solved',
  ])('what asks nothing gets no case shown again: %s', async (text) => {
    const about = root('gone');
    await paper.write(DEAD.replace('ann', 'fay'), { id: about.id });
    expect(await say(text, about)).toEqual([]);
  });

  test('thanks are nothing to answer, and help comes once a thread', async () => {
    const about = root(written('lunch at noon?'));
    expect(await say('thanks!', about)).toEqual([]);
    const [help] = await say('who is on call?', about);
    expect(note(help?.reply).tone).toBe('help');
    expect(await say('so who is on call?', about)).toEqual([]);
    expect(words(note((await say('help', about))[0]?.reply))).toContain('/smtp');
  });
});
