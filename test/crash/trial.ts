/**
 * The trial: so many bounces are delivered to every replica, which are killed at random, and people press buttons
 * meanwhile. At the end each bounce has one answer, and each address that was suppressed stands on the list once.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../src/store/index.ts';
import { startPlatform } from './platform.ts';

export type Trial = {
  readonly database: string;
  readonly replicas: number;
  readonly events: number;
  /** How many processes are killed with SIGKILL on the way. */
  readonly kills: number;
  /** Milliseconds after which it has failed. */
  readonly within: number;
};

export type Verdict = {
  readonly answered: number;
  /** Bounces with more or fewer answers than one. */
  readonly wrong: readonly string[];
  /** People who were told that it is done. */
  readonly pressed: number;
  readonly suppressed: number;
  readonly killed: number;
  /** Entries of the audit that say "suppress". */
  readonly audited: number;
};

const REPLICA = fileURLToPath(new URL('replica.ts', import.meta.url));

type Replica = { child: ChildProcess; url: string };

export async function runTrial({ database, replicas, events, kills, within }: Trial): Promise<Verdict> {
  const begin = Date.now();
  const end = begin + within;
  const platform = await startPlatform();
  const running: (Replica | null)[] = [];
  let killed = 0;
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

  /** Asks a replica until it has answered, as a platform does that got no acknowledgement. */
  const insist = async (i: number, path: string, body: unknown): Promise<unknown> => {
    while (Date.now() < end) {
      try {
        const response = await fetch(`${running[i]?.url}${path}`, {
          method: 'POST',
          body: JSON.stringify(body),
        });
        if (response.ok) return await response.json();
      } catch {
        // Killed in the middle of it.
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
      const n = sent++;
      const event = eventOf(n);
      await Promise.all(Array.from({ length: replicas }, (_, i) => insist(i, '/event', event)));
    }
  });
  await Promise.all(senders);

  const done = new Set<string>();
  let pressed = 0;
  while (Date.now() < end && (done.size < events || killed < kills)) {
    for (const { caseId } of platform.posts) {
      if (caseId === null || done.has(caseId)) continue;
      done.add(caseId);
      const outcome = (await insist(pressed % replicas, '/press', press(caseId))) as {
        notice: string | null;
      };
      // Killed after it was done and before it was answered, the press is repeated, and late.
      if (outcome.notice === null || outcome.notice.startsWith('Somebody was first: Marked')) pressed++;
    }
    await pause(100);
  }
  await killer;
  await pause(3000);
  stopping = true;
  for (const replica of running) replica?.child.kill('SIGKILL');

  const counts = new Map<string, number>();
  for (const { messageId } of platform.posts) counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
  const all = Array.from({ length: events }, (_, n) => eventOf(n).id);
  platform.close();
  const store = await openStore(database);
  const suppressed = await store.selectFrom('suppressions').select('address').execute();
  const audited = await store.selectFrom('audit').select('id').where('action', '=', 'suppress').execute();
  await store.destroy();
  return {
    answered: all.filter((id) => counts.get(id) === 1).length,
    wrong: all.filter((id) => counts.get(id) !== 1).map((id) => `${id}: ${counts.get(id) ?? 0} answers`),
    pressed,
    suppressed: suppressed.length,
    killed,
    audited: audited.length,
  };
}

const place = { platform: 'slack', team: 'slack:T1', channel: 'C1' };

const eventOf = (n: number) => ({
  id: `C1:${n}`,
  text: `550 5.1.1 <user${n}@example.com>: Recipient address rejected: User unknown`,
  heard: 'watching',
  bot: null,
  edit: null,
  place,
});

const press = (caseId: string) => ({
  action: 'suppress',
  target: caseId,
  choice: null,
  person: null,
  actor: { id: 'U1', name: 'Ann', team: 'slack:T1', membership: 'member', groups: [] },
  place,
  ref: null,
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
