import { type ChannelSettings, effectiveSettings, type Watch } from '../cases/index.ts';
import { inTime, isOutage, type Store } from '../store/index.ts';
import type { Context } from './context.ts';

/** Milliseconds that a channel's settings are known for; then another replica's change is seen. */
const KNOWN_FOR = 3000;
/** Milliseconds that the store gets to tell: a platform wants to know within three seconds that we have a message. */
const PATIENCE = 500;
/** Channels that are known at once. */
const MOST = 5000;

type Known = { readonly settings: ChannelSettings & { readonly watch: Watch }; readonly at: number };

/** @param watch what holds where nobody has set anything else, and while the store is down */
export function createChannels(
  store: Store,
  watch: Watch,
  now: () => Date,
): Pick<Context, 'channel' | 'forgetChannels'> {
  const known = new Map<string, Known>();
  const channel: Context['channel'] = async (team, channel) => {
    const key = `${team} ${channel}`;
    const at = now().getTime();
    const old = known.get(key);
    if (old && at - old.at < KNOWN_FOR) return old.settings;
    try {
      const settings = await inTime(effectiveSettings(store, team, channel, watch), PATIENCE);
      if (known.size >= MOST) known.clear();
      known.set(key, { settings, at });
      return settings;
    } catch (error) {
      if (!isOutage(error)) throw error;
      return old?.settings ?? { watch, escalateTo: null, notify: null, bots: [] };
    }
  };
  return { channel, forgetChannels: () => known.clear() };
}
