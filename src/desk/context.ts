import type { Actor, Origin } from '../audit/index.ts';
import type { ChannelSettings, Patience, Watch } from '../cases/index.ts';
import type { Catalog, Lookup } from '../catalog/index.ts';
import type { Diagnosis, Explain } from '../diagnosis/index.ts';
import type { Checks } from '../dns/index.ts';
import type { Plan, WebhookConfig } from '../escalation/index.ts';
import type { Bounce } from '../intake/index.ts';
import type { Place } from '../queue/index.ts';
import type { Store } from '../store/index.ts';
import type { Fingerprint } from '../suppressions/index.ts';
import type { Line } from './line.ts';
import type { Room } from './room.ts';

/** How the team finds and tells whoever can mend a problem. */
export type Escalating = {
  /** Looks into DNS; null: it doesn't. */
  readonly checks: Checks | null;
  /** Whether DNS is looked at by itself when a case is opened. */
  readonly autoCheck: boolean;
  readonly plan: Plan;
  /** A tool of the team's that is told of escalations; null: none. */
  readonly hook: WebhookConfig | null;
};

/** What everybody at the desk works with. */
export type Context = {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly explain: Explain;
  readonly room: Room;
  /** Large messages are written down and answered one after the other: each takes several times the memory of its text. */
  readonly oneByOne: Line;
  readonly diagnose: (bounce: Bounce) => Diagnosis;
  readonly lookup: Lookup;
  /** WATCH: what holds where nobody has set anything else. */
  readonly watch: Watch;
  /** What holds in a channel; known for some seconds, and while the store is down. */
  readonly channel: (team: string, channel: string) => Promise<ChannelSettings & { readonly watch: Watch }>;
  /** They were changed here. */
  readonly forgetChannels: () => void;
  readonly patience: Patience;
  readonly escalation: Escalating;
  readonly now: () => Date;
  /** Names this process among all that share the store. */
  readonly holder: string;
  /** Hides addresses that are forgotten. */
  readonly fingerprint: () => Promise<Fingerprint>;
};

/** Where something was said or pressed. */
export type Where = Pick<Place, 'platform' | 'channel'>;

export const whereOf = ({ platform, channel }: Place): Where => ({ platform, channel });

/** Something that happens to a case: to which, by whom, when, from where. */
export type Step = Origin & { readonly caseId: string; readonly place: Where };

/** @returns who does something now, and from where, as the audit log keeps it */
export const originOf = (
  { now }: Pick<Context, 'now'>,
  { actor, place }: { readonly actor: Actor; readonly place: Place },
): Origin & { readonly place: Where } => ({
  by: actor,
  at: now(),
  place: whereOf(place),
});

/** @returns what somebody does to a case now */
export const stepOf = (
  context: Pick<Context, 'now'>,
  action: { readonly target: string; readonly actor: Actor; readonly place: Place },
): Step => ({ caseId: action.target, ...originOf(context, action) });

/** @returns after how many hours without a bounce a trouble is over, for what is filed */
export const quietHoursOf = ({
  escalation,
}: {
  readonly escalation: Pick<Escalating, 'plan'>;
}): { readonly quietHours: number } => ({
  quietHours: escalation.plan['quiet-hours'],
});
