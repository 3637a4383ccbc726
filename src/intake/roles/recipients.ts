/** Whom a text names as recipient, by the roles of its addresses. */
import { domainOf } from '../address.ts';
import { envelopeIn } from '../envelope.ts';
import { type Placed, SURENESS } from './role.ts';
import { rolesIn } from './roles-in.ts';

/** @returns all that the text names as recipients, in order, with the place that is the surest for each */
export function recipientsIn(text: string): readonly Placed[] {
  const all = new Map<string, Placed>();
  for (const one of rolesIn(text)) {
    const key = one.address.toLowerCase();
    const known = all.get(key);
    if (one.role === 'recipient' && (known === undefined || known.sureness < one.sureness)) all.set(key, one);
  }
  return [...all.values()];
}

/**
 * @param text a server's words or a letter
 * @returns whom the text names as recipient; the original one where an alias was expanded; null where no place is
 * explicit, or where places that are equally explicit name different people
 */
export function recipientOf(text: string): string | null {
  const placed = rolesIn(text);
  if (placed.length < 2) return alone(placed[0]);
  const original = distinct(
    placed.filter(({ role, address }) => role === 'original recipient' && isWhole(address)),
  );
  if (original.length === 1) return original[0] ?? null;
  if (original.length > 1) return null;
  const senders = new Set(
    placed.filter(({ role }) => role === 'sender').map(({ address }) => address.toLowerCase()),
  );
  // Who is the sender elsewhere in the text was the recipient only of a command: people do mail themselves.
  const recipients = placed.filter(
    ({ role, sureness, address }) =>
      role === 'recipient' && (sureness === SURENESS.field || !senders.has(address.toLowerCase())),
  );
  for (const sureness of [SURENESS.field, SURENESS.words, SURENESS.sentence]) {
    const named = distinct(recipients.filter((one) => one.sureness === sureness));
    if (named.length === 1) return named[0] ?? null;
    if (named.length > 1) return null;
  }
  return null;
}

/** Nearly always: no other address contradicts it. */
function alone(one: Placed | undefined): string | null {
  if (one?.role === 'original recipient' && isWhole(one.address)) return one.address;
  return one?.role === 'recipient' ? one.address : null;
}

/** @returns the one recipient that the envelope's sender tells (VERP), where the words name none; else null */
export function recipientByEnvelope(text: string): string | null {
  if (!text.includes('=')) return null;
  const told = rolesIn(text)
    .filter(({ role }) => role === 'sender' || role === 'got the report')
    .flatMap(({ address }) => envelopeIn(address)?.recipient ?? []);
  const [only, ...others] = new Set(told);
  return others.length === 0 ? (only ?? null) : null;
}

const isWhole = (address: string): boolean => domainOf(address)?.includes('.') === true;

function distinct(placed: readonly Placed[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const { address } of placed)
    if (!seen.has(address.toLowerCase())) seen.set(address.toLowerCase(), address);
  return [...seen.values()];
}
