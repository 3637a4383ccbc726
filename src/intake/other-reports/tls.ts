/** SMTP TLS reports: JSON after RFC 8460. */
import { z } from 'zod';
import type { OtherReport } from '../bounce.ts';
import { shaped } from '../shape.ts';
import { counted, days, named } from './sentence.ts';

const reportIn = shaped(() => {
  const count = z.number().nonnegative().catch(0);
  const text = z.string().nullish().catch(null);
  return z.object({
    'organization-name': text,
    'contact-info': text,
    'date-range': z.object({ 'start-datetime': text, 'end-datetime': text }).nullish().catch(null),
    policies: z
      .array(
        z.object({
          policy: z.object({ 'policy-type': text, 'policy-domain': text }).nullish().catch(null),
          summary: z
            .object({ 'total-successful-session-count': count, 'total-failure-session-count': count })
            .nullish()
            .catch(null),
          'failure-details': z
            .array(z.object({ 'result-type': text, 'failed-session-count': count }))
            .nullish()
            .catch(null),
        }),
      )
      .min(1),
  });
});
type Policy = NonNullable<ReturnType<typeof reportIn>>['policies'][number];

/** @returns null where the text is no TLS report */
export function tlsReport(source: string): OtherReport | null {
  const mayBe = /^\s*\{/.test(source) && source.includes('"policies"');
  if (!mayBe || !/"(?:report-id|policy-type|date-range)"/.test(source)) return null;
  const report = reportIn(jsonOf(source));
  if (report === null) return null;
  const { policies, 'date-range': range, ...about } = report;
  const total = (key: 'total-successful-session-count' | 'total-failure-session-count'): number =>
    policies.reduce((sum, { summary }) => sum + (summary?.[key] ?? 0), 0);
  const [good, bad] = [total('total-successful-session-count'), total('total-failure-session-count')];
  const reporter = named(about['organization-name'] ?? about['contact-info'], 'an unnamed reporter');
  const domains = [
    ...new Set(policies.map(({ policy }) => named(policy?.['policy-domain'], 'an unnamed domain'))),
  ];
  const when = days(Date.parse(range?.['start-datetime'] ?? ''), Date.parse(range?.['end-datetime'] ?? ''));
  return {
    title: `TLS report by ${reporter} for ${domains.slice(0, 3).join(', ')}`,
    lines: [
      `${when === null ? 'It' : `Of ${when}, it`} covers ${counted(good + bad, 'session', 'sessions')} with your mail hosts, under ${counted(policies.length, 'policy', 'policies')} (${typesOf(policies)}).`,
      `${counted(good, 'session', 'sessions')} had TLS as it should be, ${counted(bad, 'session', 'sessions')} failed.`,
      bad === 0 ? 'Nothing in it has to be fixed.' : worst(policies),
    ],
  };
}

const typesOf = (policies: readonly Policy[]): string =>
  [...new Set(policies.map(({ policy }) => named(policy?.['policy-type'], 'unnamed')))]
    .slice(0, 3)
    .join(', ');

function worst(policies: readonly Policy[]): string {
  const byType = new Map<string, number>();
  for (const { 'failure-details': details } of policies)
    for (const { 'result-type': type, 'failed-session-count': failed } of details ?? []) {
      const name = named(type, 'unnamed');
      byType.set(name, (byType.get(name) ?? 0) + failed);
    }
  const [type, failed = 0] = [...byType].sort((a, b) => b[1] - a[1])[0] ?? [];
  if (type === undefined) return 'It does not say why they failed.';
  return `Most failed for ${type} (${counted(failed, 'session', 'sessions')}): fix that on your mail hosts, or your policy.`;
}

function jsonOf(source: string): unknown {
  try {
    return JSON.parse(source.trim());
  } catch {
    return null;
  }
}
