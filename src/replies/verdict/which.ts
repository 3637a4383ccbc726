/** Which one it is: code · who · where, at most three. */
import type { Leaf, Line } from '../leaf.ts';
import { plain } from '../leaf.ts';
import { type Matter, providerOf, recipientsOf } from './matter.ts';

/** Characters: a host is cut in its middle, an address not before it is as long as this. */
const LONGEST_HOST = 28;
const LONGEST_ADDRESS = 40;

/** @returns the facts by which one knows which bounce it is, the least needed last */
export function whichOf(matter: Matter, title: string): readonly Line[] {
  const { diagnosis } = matter;
  const { bounce, category, provider } = diagnosis;
  const many = recipientsOf(matter).length;
  const isOurs = OURS.has(category);
  const who = isOurs ? ourSide(matter) : theirSide(matter);
  const where = provider !== null && saysProvider(title, matter) ? null : whereOf(matter);
  const also = isOurs && who !== null && many > 1 ? plain(`${many.toLocaleString('en')} addresses`) : where;
  return [codesOf(bounce), who, also].filter((line) => line !== null);
}

const OURS: ReadonlySet<string> = new Set(['authentication', 'policy', 'throttle', 'configuration']);

function codesOf({ replyCode, enhancedCode }: Matter['diagnosis']['bounce']): Line | null {
  const codes = [replyCode, enhancedCode].filter((code) => code !== null).join(' ');
  return codes === '' ? null : [{ kind: 'code', text: codes }];
}

function theirSide(matter: Matter): Line | null {
  const [first, ...others] = recipientsOf(matter);
  if (first === undefined) return null;
  return others.length > 0
    ? plain(`${(others.length + 1).toLocaleString('en')} addresses`)
    : [code(shortened(first, LONGEST_ADDRESS))];
}

/** "from example.com via 192.0.2.5"; where the bounce tells neither, whom it was for. */
function ourSide(matter: Matter): Line | null {
  const { category, bounce } = matter.diagnosis;
  const domain = matter.known.senderDomain ?? bounce.senderDomain;
  const ip = bounce.sourceIp;
  if (category === 'authentication' && domain !== null) {
    const from = [...plain('from '), code(shortened(domain, LONGEST_HOST))];
    return ip === null ? from : [...from, ...plain(' via '), code(ip)];
  }
  if (ip !== null) return [...plain('our IP '), code(ip)];
  return domain === null || category === 'throttle'
    ? theirSide(matter)
    : [...plain('from '), code(shortened(domain, LONGEST_HOST))];
}

/** The provider's name before that of a host. */
function whereOf(matter: Matter): Line | null {
  const name = providerOf(matter);
  if (name !== null) return plain(name);
  const { remoteHost } = matter.diagnosis.bounce;
  return remoteHost === null ? null : [...plain('at '), code(shortened(remoteHost, LONGEST_HOST))];
}

function saysProvider(title: string, matter: Matter): boolean {
  const [first = ''] = providerOf(matter)?.split(/[ /]/) ?? [];
  return first !== '' && title.toLowerCase().includes(first.toLowerCase());
}

/** @returns the text with its middle cut out, where it is longer than `most` characters */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const front = Math.ceil((most - 1) / 2);
  return `${text.slice(0, front)}…${text.slice(text.length - (most - 1 - front))}`;
}

const code = (text: string): Leaf => ({ kind: 'code', text });
