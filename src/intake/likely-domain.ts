/** Which domain was meant where an address looks mistyped: gmail.com by `gmial.com`. */
import { parse } from 'tldts';
import { domainOf } from './address.ts';

/**
 * Names that are no words of any language, with the endings under which their provider has mailboxes: what is one slip
 * of a finger away is a typo, and no other provider. Shorter names and words have real neighbours (gmx.de and gmx.net,
 * mail.com and email.com, libero.it and libro.it): of those only endings that don't exist count.
 */
const COINED: Readonly<Record<string, string>> = {
  gmail: 'com',
  googlemail: 'com',
  yahoo: 'com co.uk fr de it es ca in co.in co.jp com.br com.ar com.mx com.au',
  hotmail: 'com co.uk fr de it es be nl se com.br com.ar',
  outlook: 'com fr de es it com.br',
  icloud: 'com',
  protonmail: 'com ch',
  rediffmail: 'com',
  comcast: 'net',
  sbcglobal: 'net',
  bellsouth: 'net',
  verizon: 'net',
  wanadoo: 'fr',
  bigpond: 'com net.au',
  't-online': 'de',
  freenet: 'de',
};
const WORDS: Readonly<Record<string, string>> = {
  gmx: 'de net at ch com',
  web: 'de',
  aol: 'com',
  msn: 'com',
  live: 'com fr nl it co.uk',
  orange: 'fr',
  laposte: 'net',
  libero: 'it',
  mail: 'ru com',
  yandex: 'ru com',
  naver: 'com',
};

/** Endings that exist, and under which nobody gives mailboxes with these names. */
const SLIPS_OF_COM: ReadonlySet<string> = new Set(['co', 'cm', 'om']);

type Provider = { readonly name: string; readonly ending: string; readonly isCoined: boolean };

const PROVIDERS: readonly Provider[] = [COINED, WORDS].flatMap((names, i) =>
  Object.entries(names).flatMap(([name, endings]) =>
    endings.split(' ').map((ending) => ({ name, ending, isCoined: i === 0 })),
  ),
);
const KNOWN: ReadonlySet<string> = new Set(PROVIDERS.map(({ name, ending }) => `${name}.${ending}`));

/**
 * @param address a recipient that doesn't exist, or whose domain doesn't
 * @returns the well-known domain that is one slip away in its name, in its ending or in each; null where none or more
 *   than one is, and for every domain that could be somebody's own
 */
export function likelyDomain(address: string): string | null {
  const domain = domainOf(address);
  if (domain === null || KNOWN.has(domain)) return null;
  const dot = domain.indexOf('.');
  if (dot < 2) return null;
  const [name, ending] = [domain.slice(0, dot), domain.slice(dot + 1)];
  // The first letter is seldom a slip, and often another name: email.com, ymail.com, cloud.com.
  const likely = PROVIDERS.filter(
    (provider) =>
      (name === provider.name ||
        (provider.isCoined && name[0] === provider.name[0] && isSlip(name, provider.name))) &&
      (ending === provider.ending || isSlipOfEnding(ending, provider.ending)),
  );
  const [only, ...others] = likely;
  return only !== undefined && others.length === 0 ? `${only.name}.${only.ending}` : null;
}

/** Of an ending that exists nobody knows that it wasn't meant. */
const isSlipOfEnding = (typed: string, meant: string): boolean =>
  (meant === 'com' && SLIPS_OF_COM.has(typed)) ||
  (parse(`name.${typed}`).isIcann === false && isSlip(typed, meant));

/** @returns whether a letter too many, too few, another one, or two in the wrong order (Damerau) make one word of the other */
function isSlip(typed: string, meant: string): boolean {
  let front = 0;
  while (front < typed.length && typed[front] === meant[front]) front++;
  let back = 0;
  while (
    back < Math.min(typed.length, meant.length) - front &&
    typed[typed.length - 1 - back] === meant[meant.length - 1 - back]
  )
    back++;
  const [left, right] = [typed.slice(front, typed.length - back), meant.slice(front, meant.length - back)];
  const isSwapped = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return isSwapped || (left.length <= 1 && right.length <= 1 && left !== right);
}
