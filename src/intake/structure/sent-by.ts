/** Who sent the mail that an event is about: the envelope's sender, the one in From, and who signed. */
import { addressIn } from '../address.ts';
import { together } from '../auth-facts.ts';
import { hostName } from '../facts.ts';
import type { Found } from '../found.ts';
import { returnedAuth, returnedEnvelope, returnedFrom } from '../returned-facts.ts';
import type { Leaf } from './leaves.ts';
import type { Sends } from './sender-keys.ts';

/** @param leaves all values of the event */
export function sentBy(leaves: readonly Leaf[]): Pick<Found, 'sender' | 'from' | 'eitherSender' | 'auth'> {
  const told = new Map<Sends, string>();
  const headers = new Map<string, string>();
  for (const { keys, key, place, text } of leaves) {
    if (keys.some(({ isHeader }) => isHeader)) {
      const name = place.slice(place.lastIndexOf('/') + 1).toLowerCase();
      headers.set(name, headers.has(name) ? `${headers.get(name)}\n${text}` : text);
    }
    const named = key?.sends ?? (keys.at(-2)?.isDkim ? (key?.signs ?? null) : null);
    const sends = named === 'someFrom' && place.includes('/envelope/') ? 'envelope' : named;
    if (sends !== null && !told.has(sends) && text.length < 1000) told.set(sends, text);
  }
  if (told.size === 0 && headers.size === 0) return {};
  const addressOf = (sends: Sends): string | null => addressIn(told.get(sends) ?? '');
  const nameOf = (sends: Sends): string | null => hostName(told.get(sends));
  const [either, other] = [addressOf('sender'), addressOf('someFrom')];
  // Where both stand, the sender is the envelope's (RFC 5321 §3.3), and the other the one that people see.
  const isPair = either !== null && other !== null;
  const signer = nameOf('dkimDomain');
  const selector = told.get('dkimSelector') ?? '';
  return {
    sender:
      addressOf('envelope') ??
      returnedEnvelope(headers) ??
      nameOf('envelopeDomain') ??
      (isPair ? either : null),
    from: returnedFrom(headers) ?? addressOf('from') ?? nameOf('fromDomain') ?? (isPair ? other : null),
    eitherSender: either ?? other,
    auth: together(
      signer === null
        ? null
        : { dkimDomain: signer, dkimSelector: SELECTOR.test(selector) ? selector : null, fromDomain: null },
      returnedAuth(headers),
    ),
  };
}

const SELECTOR = /^[a-z\d][\w.-]{0,62}$/i;
