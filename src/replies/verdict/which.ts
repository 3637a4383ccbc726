/** Which one it is: code · who · where, at most three. */
import { hiddenAddress } from '../hidden-address.ts';
import type { Leaf, Line } from '../leaf.ts';
import { plain } from '../leaf.ts';
import { shownText } from '../line.ts';
import { refusedBy } from '../refusers.ts';
import { isOfSeveral, type Matter, providerOf } from './matter.ts';
import { questionFor, stepsFor } from './says.ts';

/** @returns the facts by which one knows which bounce it is, the least needed last */
export function whichOf(matter: Matter, title: string): readonly Line[] {
  const { diagnosis } = matter;
  const { bounce, category, provider } = diagnosis;
  const isOurs = OURS.has(category);
  const who = isOurs ? ourSide(matter) : theirSide(matter);
  const where = provider !== null && saysProvider(title, matter) ? null : whereOf(matter);
  const many = isOurs && isOfSeveral(matter) && who !== null ? addressesIn(matter) : null;
  const isMany = many !== null && shownText(many) !== shownText(who ?? []);
  const also = isMany
    ? many
    : (where ?? (isOurs && bounce.sourceIp !== null ? whomStepsAskOf(matter) : null));
  return [codesOf(bounce), who, also].filter((line) => line !== null);
}

const OURS: ReadonlySet<string> = new Set(['authentication', 'policy', 'throttle', 'configuration']);

function codesOf({ replyCode, enhancedCode }: Matter['diagnosis']['bounce']): Line | null {
  const codes = [replyCode, enhancedCode].filter((code) => code !== null).join(' ');
  return codes === '' ? null : [{ kind: 'code', text: codes }];
}

function theirSide(matter: Matter): Line | null {
  if (isOfSeveral(matter)) return addressesIn(matter);
  const [only] = matter.recipients;
  if (only !== undefined) return [code(only)];
  const { sender, messageId } = matter.diagnosis.bounce;
  const clue = hiddenAddress(matter.diagnosis) === null ? null : (sender ?? messageId);
  return clue === null ? null : [...plain('sent as '), code(clue)];
}

/** "from example.com via 192.0.2.5"; where the bounce tells neither, whom it was for. */
function ourSide(matter: Matter): Line | null {
  const { category, bounce } = matter.diagnosis;
  const domain = matter.known.senderDomain ?? bounce.senderDomain;
  const ip = bounce.sourceIp;
  if (category === 'authentication' && domain !== null) {
    const from = [...plain('from '), code(domain)];
    return ip === null ? from : [...from, ...plain(' via '), code(ip)];
  }
  if (ip !== null) return [...plain('our IP '), code(ip)];
  return domain === null || category === 'throttle' ? theirSide(matter) : [...plain('from '), code(domain)];
}

/** Characters that a card has for them beside a code and a number of addresses. */
const ROOM_FOR_REFUSERS = 26;

/** What is ours to fix names whom it was for only where a step asks to look at the address. */
function whomStepsAskOf(matter: Matter): Line | null {
  const asks = stepsFor(matter, questionFor(matter)).some((step) => /\btypo\b/.test(shownText(step)));
  return asks ? theirSide(matter) : null;
}

/** The provider's name before that of a host; of several that refused, those that there is room for. */
function whereOf(matter: Matter): Line | null {
  const name = providerOf(matter);
  if (name !== null) return plain(name);
  const { remoteHost } = matter.diagnosis.bounce;
  if (remoteHost !== null) return [...plain('at '), code(remoteHost)];
  const by = isOfSeveral(matter) ? refusedBy(matter.refusers, ROOM_FOR_REFUSERS) : '';
  return by === '' ? null : plain(by);
}

function saysProvider(title: string, matter: Matter): boolean {
  const [first = ''] = providerOf(matter)?.split(/[ /]/) ?? [];
  return first !== '' && title.toLowerCase().includes(first.toLowerCase());
}

/** Null where nobody knows how many. */
const addressesIn = ({ addresses }: Matter): Line | null =>
  addresses === null ? null : plain(`${addresses.toLocaleString('en')} addresses`);

const code = (text: string): Leaf => ({ kind: 'code', text });
