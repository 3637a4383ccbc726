/** Parts that clicks, commands and events have in common. */
import { randomUUID } from 'node:crypto';
import { person } from './payloads.ts';
import type { Ack, Transport } from './socket-mode.ts';
import type { Channel, SentMessage, State } from './workspace-state.ts';

/** What people's clicks need of the stand-in. */
export type At = {
  readonly state: State;
  /** "http://127.0.0.1:4000" */
  readonly base: string;
  readonly now: () => number;
  readonly send: Transport['send'];
};

export const userIn =
  (state: State) =>
  (name: string): string => {
    const id = `U0${name.toUpperCase()}`;
    state.users.set(id, name);
    return id;
  };

export const channelOf = (state: State, message: SentMessage): Channel => {
  const channel = state.channels.get(message.channel);
  if (channel === undefined) throw new Error(`No channel ${message.channel}`);
  return channel;
};

/** An event as Slack sends it. */
export const createEvents =
  ({ state, send }: Pick<At, 'state' | 'send'>) =>
  (payload: Readonly<Record<string, unknown>>): Promise<Ack> =>
    send('events_api', {
      token: 'verification',
      team_id: state.teamId,
      api_app_id: state.appId,
      type: 'event_callback',
      event_id: `Ev${randomUUID()}`,
      event_time: 1_700_000_000,
      authorizations: [
        {
          enterprise_id: state.enterpriseId,
          team_id: state.teamId,
          user_id: state.botUserId,
          is_bot: true,
          is_enterprise_install: state.enterpriseId !== null,
        },
      ],
      event: payload,
    });

/** What every click carries, wherever it is made. */
export const createClick = (state: State) => (user: string) => ({
  token: 'verification',
  api_app_id: state.appId,
  team: { id: state.teamId, domain: 'standin' },
  enterprise: state.enterpriseId === null ? null : { id: state.enterpriseId, name: 'Org' },
  is_enterprise_install: state.enterpriseId !== null,
  user: person(user, userIn(state)(user), state.teamId),
  trigger_id: triggerFor(state, user),
});

/** A trigger is good for one modal, for 3 seconds. */
export const triggerFor = (state: State, user: string): string => {
  const id = randomUUID();
  state.triggers.set(id, { user: userIn(state)(user), at: Date.now(), used: false });
  return id;
};
