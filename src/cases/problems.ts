import type { Diagnosis } from '../diagnosis/index.ts';
import type { Problem } from './file.ts';

/**
 * Sorts the bounces of one message into problems: the same judgement on the same grounds, for which the same
 * thing is to be done.
 * @param diagnoses in the order of the text
 * @returns problems in that order, each with its recipients, every address once
 */
export function problemsOf(diagnoses: readonly Diagnosis[]): readonly Problem[] {
  const groups = new Map<string, Diagnosis[]>();
  for (const diagnosis of diagnoses) {
    const { entry, reason, category, provider, blocklist, bounce } = diagnosis;
    const domain = category === 'authentication' ? bounce.senderDomain : null;
    const key = JSON.stringify([
      entry?.id ?? bounce.enhancedCode ?? bounce.replyCode,
      reason,
      category,
      provider,
      blocklist,
      domain,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), diagnosis]);
  }
  return [...groups.values()].map((group) => ({
    bounce: (group[0] as Diagnosis).bounce,
    recipients: [...new Set(group.flatMap(({ bounce }) => bounce.recipient?.toLowerCase() ?? []))],
  }));
}
