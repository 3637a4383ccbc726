/** What is said of a complaint whose provider hides who complained: what else the report has to find them by. */
import type { Diagnosis } from '../diagnosis/index.ts';

/** Lines with marks, see "Lines" in catalog/README.md. */
type HiddenAddress = {
  readonly sentence: string;
  readonly steps: readonly string[];
  readonly long: readonly string[];
};

/**
 * @param diagnosis of one complaint
 * @returns the words; null where it names whom it is from, or nobody is to be taken off a list for it
 */
export function hiddenAddress({
  bounce: { feedbackType, recipient, messageId, sender },
  suppress,
}: Pick<Diagnosis, 'bounce' | 'suppress'>): HiddenAddress | null {
  if (feedbackType === null || recipient !== null || !suppress) return null;
  const clues: readonly (readonly [name: string, value: string | null])[] = [
    ['envelope sender', sender],
    ['Message-ID', messageId?.replace(/^<|>$/g, '') ?? null],
  ];
  const known = clues.filter((clue): clue is readonly [string, string] => clue[1] !== null);
  const find =
    known.length === 0
      ? 'Ask the provider, or your platform, for the mail.'
      : `Find it by ${known.map(([name]) => name).join(' or ')}.`;
  return {
    sentence: 'The provider hid the address of whoever complained.',
    steps: [find, 'Take that address off every list.'],
    long: [
      known.length === 0
        ? 'The report names neither the address nor the mail. Ask the provider, or the platform you send with, which mail it was.'
        : `Find out whom the mail was for: look it up in your sending log by what the report has. ${known.map(([name, value]) => `${name} \`${value.replaceAll('`', '')}\``).join(', ')}. The unsubscribe link of that mail mostly names them too.`,
      'Take that address off every list.',
      'Keep complaints under 0.1 % of the mails delivered: at 0.3 % Gmail and Yahoo start to refuse.',
    ],
  };
}
