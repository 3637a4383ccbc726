/** The typical answers, each made by a real desk from what somebody pasted, asked or pressed. */
import type { ActionName, FormName, Reply } from '../../src/replies/index.ts';
import { openDesk } from '../support/desk.ts';
import { startDnsServer, type Zone } from '../support/dns-server.ts';
import { ann, bob, connectPaper, type Posted } from '../support/paper.ts';
import * as pasted from './pasted.ts';

/** Saturday; every answer is looked at then. */
export const NOW = Date.parse('2026-11-21T10:15:00Z');
const HOUR = 60 * 60 * 1000;

/** People by their ids, as a platform knows them. */
export const NAMES = Object.fromEntries([ann, bob].map(({ id, name }) => [id, name]));

/** One answer's part of the desk: a team of its own, which has seen nothing yet. */
type Stage = {
  /** Turns the clock. */
  at(moment: number): void;
  /** Ann pastes a text. @returns the first answer to it, as it looks after all that was pressed */
  paste(text: string): Promise<() => Reply>;
  /** Ann presses a button of the case that was told first. */
  press(action: ActionName): Promise<void>;
  /** Ann opens a form of that case, and hands it in as it is filled in for her. */
  handIn(form: FormName): Promise<void>;
  /** `/smtp` */
  ask(query: string): Promise<Reply>;
};

/** A domain whose SPF record forgot a server: what "Check DNS now" finds. */
const ZONE: Zone = {
  'example.com': { TXT: ['v=spf1 ip4:192.0.2.1 -all'], MX: ['10 mail.example.com'], A: ['192.0.2.1'] },
  'mail.example.com': { A: ['192.0.2.5'] },
  '_dmarc.example.com': { TXT: ['v=DMARC1; p=reject'] },
  '5.2.0.192.in-addr.arpa': { PTR: ['mail.example.com'] },
};

const pasting =
  (text: string) =>
  async ({ paste }: Stage): Promise<Reply> =>
    (await paste(text))();

/** A bounce, and the buttons that were pressed one after the other. */
const pressing =
  (text: string, ...actions: readonly ActionName[]) =>
  async ({ paste, press }: Stage): Promise<Reply> => {
    const shown = await paste(text);
    for (const action of actions) await press(action);
    return shown();
  };

const asking =
  (query: string) =>
  ({ ask }: Stage): Promise<Reply> =>
    ask(query);

async function known({ at, paste, press }: Stage): Promise<Reply> {
  at(NOW - 4 * 24 * HOUR);
  await paste(pasted.GMAIL);
  at(NOW - 4 * 24 * HOUR + HOUR);
  await press('claim');
  at(NOW);
  return (await paste(pasted.GMAIL))();
}

async function escalated({ paste, handIn }: Stage): Promise<Reply> {
  const shown = await paste(pasted.GMAIL);
  await handIn('escalate');
  return shown();
}

/** By the names of their pictures. */
export const ANSWERS: Readonly<Record<string, (stage: Stage) => Promise<Reply>>> = {
  hard: pasting(pasted.HARD),
  gmail: pasting(pasted.GMAIL),
  spamhaus: pasting(pasted.SPAMHAUS),
  greylisted: pasting(pasted.GREYLISTED),
  'rate-limit': pasting(pasted.RATE_LIMIT),
  'mailbox-full': pasting(pasted.MAILBOX_FULL),
  'not-sure': pasting(pasted.NOT_SURE),
  likely: pasting(pasted.LIKELY),
  many: pasting(pasted.LOG),
  known,
  'incident-theirs': pasting(pasted.GOOGLE_FAILS),
  'incident-ours': pasting(pasted.OUTLOOK_REFUSES),
  checked: pressing(pasted.GMAIL, 'check'),
  escalated,
  claimed: pressing(pasted.LIKELY, 'claim'),
  suppressed: pressing(pasted.HARD, 'suppress'),
  lookup: asking('421 4.7.28'),
  'lookup-ambiguous': asking('421'),
  help: asking(''),
  nothing: asking('qwertz uiop'),
  complaint: pasting(pasted.COMPLAINT),
};

export type Answer = { readonly name: string; readonly team: string; readonly reply: Reply };

/** @returns the answers, in their order */
export async function makeAnswers(): Promise<readonly Answer[]> {
  let now = NOW;
  const dns = await startDnsServer(ZONE);
  const bot = await openDesk({ now: () => new Date(now), dns: dns.server });
  const paper = connectPaper(bot);

  const stageOf = (team: string): Stage => {
    const place = { platform: 'slack', team, channel: 'C1' } as const;
    const actor = { ...ann, team };
    const told: Posted[] = [];
    const about = () => {
      const [post] = told;
      if (post?.reply.kind !== 'verdict' || post.reply.caseId === null) throw new Error('no case was told');
      return { target: post.reply.caseId, actor, place, ref: post.ref };
    };
    return {
      at: (moment) => {
        now = moment;
      },
      async paste(text) {
        const [post] = await paper.write(text, { place });
        if (post === undefined) throw new Error(`silence on: ${text.slice(0, 80)}`);
        told.push(post);
        return () => post.reply;
      },
      async press(action) {
        await bot.desk.action({ ...about(), action, choice: null, person: null });
        await bot.queue.idle();
      },
      async handIn(form) {
        const answer = await bot.desk.form({ ...about(), form });
        if (answer.kind !== 'form') throw new Error(`no form: ${answer.why}`);
        const values = answer.form.fields.map((field) => [
          field.name,
          field.kind === 'text' ? [{ id: field.value, name: field.value }] : [],
        ]);
        await bot.desk.submit({ ...about(), form, values: Object.fromEntries(values) });
        await bot.queue.idle();
      },
      ask: (query) => bot.desk.question({ query, actor, place }),
    };
  };

  const made: Answer[] = [];
  try {
    for (const [index, [name, make]] of Object.entries(ANSWERS).entries()) {
      const team = `slack:T${index + 1}`;
      made.push({ name, team, reply: await make(stageOf(team)) });
    }
  } finally {
    await bot.close();
    await dns.close();
  }
  return made;
}
