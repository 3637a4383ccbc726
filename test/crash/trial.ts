/**
 * The trial: so many bounces are delivered to every replica, which are killed at random, and people press buttons and
 * hand in forms meanwhile; now and then a process is killed as soon as it has acknowledged one. At the end each bounce
 * has one answer, each address that was suppressed stands on the list once, and each press that was acknowledged was
 * carried out once.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../src/store/index.ts';
import { startPlatform } from './platform.ts';

export type Trial = {
  readonly database: string;
  readonly replicas: number;
  readonly events: number;
  /** How many processes are killed with SIGKILL on the way, besides those that are killed for a press. */
  readonly kills: number;
  /** Every so manyth press kills the process that acknowledged it, at once. */
  readonly pressKills: number;
  /** Milliseconds after which it has failed. */
  readonly within: number;
};

export type Verdict = {
  readonly answered: number;
  /** Bounces with more or fewer answers than one. */
  readonly wrong: readonly string[];
  /** Presses and forms that were acknowledged. */
  readonly pressed: number;
  /** Of those, carried out otherwise than once; and any that was carried out twice. */
  readonly lost: readonly string[];
  readonly suppressed: number;
  readonly killed: number;
  /** Processes that were killed as soon as they had acknowledged a press. */
  readonly killedAtPress: number;
  /** Entries of the audit that say "suppress". */
  readonly audited: number;
  /** Milliseconds until an event or a press was acknowledged by a process that lived to do it. */
  readonly acknowledged: { readonly p50: number; readonly p99: number; readonly longest: number };
};

const REPLICA = fileURLToPath(new URL('replica.ts', import.meta.url));

type Replica = { child: ChildProcess; url: string };

export async function runTrial({
  database,
  replicas,
  events,
  kills,
  pressKills,
  within,
}: Trial): Promise<Verdict> {
  const begin = Date.now();
  const end = begin + within;
  const platform = await startPlatform();
  const running: (Replica | null)[] = [];
  const waits: number[] = [];
  let killed = 0;
  let killedAtPress = 0;
  let stopping = false;

  const start = async (i: number): Promise<void> => {
    const child = fork(REPLICA, [database, platform.url, `${begin}`], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('exit', () => {
      running[i] = null;
      if (!stopping) void start(i);
    });
    const port = await new Promise<number>((resolve) => {
      child.once('message', (message) => resolve((message as { port: number }).port));
    });
    running[i] = { child, url: `http://127.0.0.1:${port}` };
  };

  /** @returns whether it was acknowledged */
  const ask = async (replica: Replica | null | undefined, path: string, body: unknown): Promise<boolean> => {
    const asked = performance.now();
    try {
      const response = await fetch(`${replica?.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
      if (response.ok) waits.push(performance.now() - asked);
      return response.ok;
    } catch {
      // Killed in the middle of it.
      return false;
    }
  };

  /** Asks until it is acknowledged: as a platform sends an event again, and a person presses again. */
  const insist = async (i: number, path: string, body: (attempt: number) => unknown): Promise<number> => {
    for (let attempt = 1; Date.now() < end; attempt++) {
      const replica = running[i];
      if (await ask(replica, path, body(attempt))) {
        if (path === '/press' && pressed.size % pressKills === 0) {
          replica?.child.kill('SIGKILL');
          killedAtPress++;
        }
        return attempt;
      }
      await pause(50);
    }
    throw new Error('the trial took too long');
  };

  await Promise.all(Array.from({ length: replicas }, (_, i) => start(i)));

  const killer = (async () => {
    while (killed < kills && !stopping) {
      await pause(20 + Math.random() * 400);
      const victim = running[Math.floor(Math.random() * replicas)];
      if (!victim) continue;
      victim.child.kill('SIGKILL');
      killed++;
    }
  })();

  let sent = 0;
  const senders = Array.from({ length: 8 }, async () => {
    while (sent < events) {
      const event = eventOf(sent++);
      await Promise.all(Array.from({ length: replicas }, (_, i) => insist(i, '/event', () => event)));
    }
  });

  /** The ids of those that were acknowledged. A press that was not is pressed again: another press. */
  const pressed = new Set<string>();
  const press = async (name: string, make: (id: string) => object): Promise<void> => {
    const attempt = await insist(pressed.size % replicas, '/press', (n) => make(`${name}/${n}`));
    pressed.add(`${name}/${attempt}`);
  };
  const presser = (async () => {
    const done = new Set<string>();
    while (Date.now() < end && (done.size < events || killed < kills)) {
      for (const { caseId } of platform.posts) {
        if (caseId === null || done.has(caseId)) continue;
        done.add(caseId);
        await press(`suppress ${caseId}`, (id) => suppressing(id, caseId));
        await press(`feedback ${caseId}`, (id) => feedback(id, caseId));
      }
      await pause(100);
    }
  })();
  await Promise.all([...senders, presser, killer]);

  const store = await openStore(database);
  const isOver = async (): Promise<boolean> => {
    const left = await Promise.all([
      store.selectFrom('presses').select('id').where('payload', 'is not', null).execute(),
      store.selectFrom('inbox').select('id').where('done_at', 'is', null).execute(),
      store
        .selectFrom('outbox')
        .select('id')
        .where('kind', '=', 'post')
        .where('done_at', 'is', null)
        .execute(),
    ]);
    return left.every((rows) => rows.length === 0);
  };
  await pause(3000);
  while (Date.now() < end && !(await isOver())) await pause(200);
  stopping = true;
  for (const replica of running) replica?.child.kill('SIGKILL');

  const counts = new Map<string, number>();
  for (const { messageId } of platform.posts) counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
  const all = Array.from({ length: events }, (_, n) => eventOf(n).id);
  platform.close();
  const suppressed = await store.selectFrom('suppressions').select('address').execute();
  const audited = await store
    .selectFrom('audit')
    .select('case_id')
    .where('action', '=', 'suppress')
    .execute();
  const said = await store.selectFrom('audit').select('after').where('action', '=', 'feedback').execute();
  await store.destroy();
  const carriedOut = [
    ...audited.map(({ case_id }) => `suppress ${case_id}`),
    ...said.map(({ after }) => (JSON.parse(after ?? '{}') as { note: string }).note),
  ];
  // A case is suppressed once, whichever press did it; a form is kept each time that it is handed in.
  const once = (id: string): string => (id.startsWith('suppress') ? id.replace(/\/\d+$/, '') : id);
  const times = (id: string): number => carriedOut.filter((one) => one === once(id)).length;
  return {
    answered: all.filter((id) => counts.get(id) === 1).length,
    wrong: all.filter((id) => counts.get(id) !== 1).map((id) => `${id}: ${counts.get(id) ?? 0} answers`),
    pressed: pressed.size,
    lost: [...new Set([...pressed, ...carriedOut])]
      .filter((id) => times(id) !== 1)
      .map((id) => `${id}: carried out ${times(id)} times`),
    suppressed: suppressed.length,
    killed,
    killedAtPress,
    audited: audited.length,
    acknowledged: spread(waits),
  };
}

function spread(waits: readonly number[]): Verdict['acknowledged'] {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p99: at(0.99), longest: at(1) };
}

const place = { platform: 'slack', team: 'slack:T1', channel: 'C1' } as const;
const actor = { id: 'U1', name: 'Ann', team: 'slack:T1', membership: 'member', groups: [] } as const;

const eventOf = (n: number) => ({
  id: `C1:${n}`,
  text: `550 5.1.1 <user${n}@example.com>: Recipient address rejected: User unknown`,
  heard: 'watching',
  bot: null,
  edit: null,
  place,
});

const suppressing = (id: string, target: string) => ({
  id,
  action: { action: 'suppress', target, choice: null, person: null, actor, place, ref: null },
});

/** What the case says already, so that it is kept and nothing else; the remark says which one it is. */
const feedback = (id: string, target: string) => ({
  id,
  submission: {
    ...{ form: 'feedback', target, actor, place, ref: null },
    values: {
      what: [{ id: 'other-kind', name: '' }],
      kind: [{ id: 'hard', name: '' }],
      note: [{ id, name: id }],
    },
  },
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
