/** A step that is a button in a chat is a command here, with what the bounce tells filled in. */
import { type Diagnosis, domainAtFault } from '../../src/diagnosis/index.ts';
import type { Leaf, Line } from '../../src/replies/index.ts';

const command = (text: string): Leaf => ({ kind: 'code', text: `bounce-triage ${text}` });
const text = (words: string): Leaf => ({ kind: 'text', text: words });

/** What may be written in a shell as it is; a stranger wrote the bounce. */
const SAFE = /^[\w.@:+-]+$/;
const safe = (value: string | null | undefined, otherwise: string): string =>
  value && SAFE.test(value) && !value.startsWith('-') ? value : otherwise;

/** A refusal for where the mail comes from is about the IP address alone; one of the sender's domain about that. */
function checkOf(diagnosis: Diagnosis): Leaf {
  const { sourceIp, senderDomain, auth } = diagnosis.bounce;
  const isAboutIp = diagnosis.category !== 'authentication' && diagnosis.category !== 'configuration';
  if (isAboutIp) return command(`check ${safe(sourceIp, 'YOUR-IP')}`);
  const domain = safe(domainAtFault(diagnosis) ?? senderDomain, 'YOUR-DOMAIN');
  const known = [sourceIp, auth?.dkimSelector].map((one) => safe(one, '')).filter(Boolean);
  return command(['check', domain, ...known].join(' '));
}

/** Of several that are surely dead, all at once: `--dead` prints them. */
function suppressOf({ bounce, certainty }: Diagnosis, addresses: number): Leaf {
  if (addresses > 1) {
    return certainty === 'sure'
      ? command('explain --dead FILE | bounce-triage suppressions import -')
      : command('suppressions add ADDRESS');
  }
  return command(`suppressions add ${safe(bounce.recipient, 'ADDRESS')}`);
}

/** The catalog writes what the bot does for whoever asks as "I’ll …" (catalog/README.md, "Short forms"). */
const RULES: readonly {
  readonly pattern: RegExp;
  readonly become: (match: RegExpExecArray, diagnosis: Diagnosis, addresses: number) => readonly Leaf[];
}[] = [
  {
    pattern: /^Check (?:DNS|the listing)(?:(?:: | and )I[’']ll)?/,
    become: ([said], diagnosis) => [
      text('Run '),
      checkOf(diagnosis),
      text(/I[’']ll$/.test(said) ? ': it will' : ''),
    ],
  },
  {
    pattern: /I[’']ll offer to suppress it/,
    become: (_, diagnosis, addresses) => [text('Run '), suppressOf(diagnosis, addresses)],
  },
  {
    pattern: /\bSuppress it\b/,
    become: (_, diagnosis, addresses) => [text('Run '), suppressOf(diagnosis, addresses)],
  },
];

/**
 * @param addresses how many the bounces are about that it stands for
 * @returns the step with its commands in place of buttons; as it is, where there is none
 */
export const toCommand =
  (diagnosis: Diagnosis, addresses: number) =>
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
          ...become(match, diagnosis, addresses),
          text(leaf.text.slice(end)),
          ...step.slice(at + 1),
        ];
      }
    }
    return step;
  };
