/**
 * Whose address is it? Each address in a server's words or a letter gets a role from the place where it stands. Only an
 * explicit place makes a recipient: better nobody than the wrong one.
 */
import { type Place, placesIn } from '../address.ts';
import { toldBeside } from './beside.ts';
import { ASKED } from './contact/words.ts';
import { asExample } from './example.ts';
import { isMessageId } from './id.ts';
import { roleByKey } from './keyed.ts';
import { type Placed, type Role, type Rule, SURENESS } from './role.ts';
import { inSentence } from './sentence.ts';

/** Characters of a text whose addresses are looked at, and addresses. */
const MAX_TEXT = 8000;
const MOST = 60;

/**
 * @param text a server's words or a letter; its first 8,000 characters are looked at
 * @returns its addresses in order, each with the role that its place tells and how explicit that place is
 */
export function rolesIn(text: string): readonly Placed[] {
  // The reader that finds whom a line names, and the one that reads it, ask for the same text one after the other.
  if (text !== last.text) last = { text, placed: findRoles(text) };
  return last.placed;
}

let last: { readonly text: string; readonly placed: readonly Placed[] } = { text: '', placed: [] };

function findRoles(text: string): readonly Placed[] {
  const head = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  if (!head.includes('@')) return [];
  const places = placesIn(head);
  const placed = (places.length > MOST ? places.slice(0, MOST) : places).map((place) =>
    placedBy(head, place),
  );
  const all = placed.length < 2 ? placed : enumerated(head, placed);
  return all.map((one) => asExample(head, inSentence(head, one, all)));
}

function placedBy(text: string, place: Place): Placed {
  const told = toldBeside(text, place);
  // Some programs give their users such names: then a command or a server's words say whose they are.
  if (isMessageId(place.address) && !(told?.rule.role === 'recipient' && isUser(text, place, told.rule)))
    return placedAs(place, 'unknown', place.address.slice(0, 100), SURENESS.field);
  // `:from => '…'`: an arrow is a log's sign for a delivery, and a program's behind a key.
  const isField = told?.rule.sureness === SURENESS.field && !told.words.startsWith('=>');
  const byKey = isField ? null : roleByKey(text, place);
  if (byKey !== null && told?.rule.role !== 'sender')
    return placedAs(place, byKey, place.address.slice(0, 100), SURENESS.words);
  if (told !== null) {
    const { rule, words } = told;
    // A postmaster is a recipient only where a server names one.
    const isAsked = rule.role === 'recipient' && rule.behind !== undefined && ASKED.test(place.address);
    return placedAs(place, isAsked ? 'contact' : rule.role, words, rule.sureness);
  }
  if (ASKED.test(place.address))
    return placedAs(place, 'contact', place.address.slice(0, 100), SURENESS.sentence);
  return placedAs(place, 'unknown', '', 0);
}

const isUser = (text: string, { end }: Place, { sureness, behind }: Rule): boolean =>
  sureness === SURENESS.field || behind !== undefined || USER_BEHIND.test(text.slice(end, end + 60));
const USER_BEHIND =
  /^>?(?:\.{3}|:)?\s?(?:recipient|user|mailbox|address|account|no such|unknown|invalid|does not|doesn't)\b/i;

const placedAs = (
  { address, start, end }: Place,
  role: Role,
  evidence: string,
  sureness: number,
): Placed => ({ address, start, end, role, evidence, sureness });

/** Only signs and "and" between two addresses: the second has the first one's role. */
function enumerated(text: string, placed: readonly Placed[]): readonly Placed[] {
  const all: Placed[] = [];
  for (const one of placed) {
    const last = all.at(-1);
    const between = last === undefined ? '' : text.slice(last.end, one.start);
    const isListed =
      last !== undefined &&
      one.sureness === 0 &&
      /^[>"'\])]{0,2}\s?(?:[,;|]|and|und|et|y|e|或)\s{0,3}[<"'([]{0,2}$/i.test(between);
    all.push(isListed ? { ...one, role: last.role, evidence: last.evidence, sureness: last.sureness } : one);
  }
  return all;
}
