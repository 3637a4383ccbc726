/** A step that is a button in a chat is a command here, with what the bounce tells filled in. */
import { type Diagnosis, domainAtFault } from '../../src/diagnosis/index.ts';
import type { Category, Leaf, Line } from '../../src/replies/index.ts';

const command = (text: string): Leaf => ({ kind: 'code', text: `bounce-triage ${text}` });
const text = (words: string): Leaf => ({ kind: 'text', text: words });

/** What may be written in a shell as it is; a stranger wrote the bounce. */
const SAFE = /^[\w.@:+-]+$/;
const safe = (value: string | null | undefined, otherwise: string): string =>
  value && SAFE.test(value) && !value.startsWith('-') ? value : otherwise;

/** What the steps are about: a bounce, or of what was looked up its category alone. */
type About = Diagnosis | Category;

/** A refusal for where the mail comes from is about the IP address alone; one of the sender's domain about that. */
function checkOf(about: About): Leaf {
  const category = typeof about === 'string' ? about : about.category;
  const isAboutIp = category !== 'authentication' && category !== 'configuration';
  if (typeof about === 'string') return command(`check ${isAboutIp ? 'YOUR-IP' : 'YOUR-DOMAIN'}`);
  const { sourceIp, senderDomain, auth } = about.bounce;
  if (isAboutIp) return command(`check ${safe(sourceIp, 'YOUR-IP')}`);
  const domain = safe(domainAtFault(about) ?? senderDomain, 'YOUR-DOMAIN');
  const known = [sourceIp, auth?.dkimSelector].map((one) => safe(one, '')).filter(Boolean);
  return command(['check', domain, ...known].join(' '));
}

/** Of several that are surely dead, all at once: `--dead` prints them. A full mailbox is none of those. */
function suppressOf(about: About, addresses: number): Leaf {
  if (typeof about === 'string') return command('suppressions add ADDRESS');
  if (addresses > 1) {
    return about.certainty === 'sure' && about.suppress
      ? command('explain --dead FILE | bounce-triage suppressions import -')
      : command('suppressions add ADDRESS');
  }
  return command(`suppressions add ${safe(about.bounce.recipient, 'ADDRESS')}`);
}

/** The catalog writes what the bot does for whoever asks as "I’ll …" (catalog/README.md, "Short forms"). */
const RULES: readonly {
  readonly pattern: RegExp;
  readonly become: (match: RegExpExecArray, about: About, addresses: number) => readonly Leaf[];
}[] = [
  {
    pattern: /^Check (?:DNS|the listing)(?:(?:: | and )I[’']ll)?/,
    become: ([said], about) => [text('Run '), checkOf(about), text(/I[’']ll$/.test(said) ? ': it will' : '')],
  },
  {
    pattern: /I[’']ll offer to suppress it/,
    become: (_, about, addresses) => [text('Run '), suppressOf(about, addresses)],
  },
  {
    pattern: /\bSuppress it\b/,
    become: (_, about, addresses) => [text('Run '), suppressOf(about, addresses)],
  },
  {
    pattern: /^(?:Name your domain, or paste|Paste) the whole bounce: I[’']ll check DNS/,
    become: (_, about) => [text('Run '), checkOf(about)],
  },
  {
    // "paste the bounce" is about a form of somebody else's.
    pattern:
      /\b(P|p)aste (?!the bounce\b)(it|the [^:.,]{3,60}?)(?: here)?(?:: I[’']ll read what stands there)?(?=[:.,]|$)/,
    become: ([, letter, what]) => [
      text(letter === 'P' ? 'Run ' : 'run '),
      command('explain'),
      text(` on ${what}`),
    ],
  },
];

/**
 * @param about the bounce, or the category of what was looked up
 * @param addresses how many the bounces are about that it stands for
 * @returns the step with its commands in place of buttons; as it is, where there is none
 */
export const toCommand =
  (about: About, addresses: number) =>
  (step: Line): Line => {
    for (const [at, leaf] of step.entries()) {
      if (leaf.kind !== 'text') continue;
      for (const { pattern, become } of RULES) {
        const match = pattern.exec(leaf.text);
        if (match === null || (pattern.source.startsWith('^') && at > 0)) continue;
        const end = match.index + match[0].length;
        return [
          ...step.slice(0, at),
          text(leaf.text.slice(0, match.index)),
          ...become(match, about, addresses),
          text(leaf.text.slice(end)),
          ...step.slice(at + 1),
        ];
      }
    }
    return step;
  };
