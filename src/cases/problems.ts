import type { Diagnosis } from '../diagnosis/index.ts';
import type { Problem } from './file.ts';

/** Most problems of one message that become cases. */
const MOST = 50;

/**
 * Sorts the bounces of one message into problems: the same judgement on the same grounds, for which the same
 * thing is to be done.
 * @param diagnoses in the order of the text
 * @returns the largest first, each with its recipients, every address once. What was put off and then refused
 *   for good is refused
 */
export function problemsOf(diagnoses: readonly Diagnosis[]): readonly Problem[] {
  const refused = new Set(
    diagnoses.flatMap(({ permanence, bounce }) => (permanence === 'permanent' && bounce.recipient) || []),
  );
  const groups = new Map<string, Diagnosis[]>();
  for (const diagnosis of diagnoses) {
    const { entry, reason, category, provider, blocklist, permanence, bounce } = diagnosis;
    if (permanence === 'temporary' && bounce.recipient !== null && refused.has(bounce.recipient)) continue;
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
  return [...groups.values()]
    .map((group) => ({
      bounce: (group[0] as Diagnosis).bounce,
      recipients: [...new Set(group.flatMap(({ bounce }) => bounce.recipient?.toLowerCase() ?? []))],
    }))
    .sort((a, b) => b.recipients.length - a.recipients.length)
    .slice(0, MOST);
}
