/** DMARC aggregate reports: XML after RFC 7489, appendix C. */
import type { OtherReport } from '../bounce.ts';
import { isIp } from '../facts.ts';
import { counted, days, named } from './sentence.ts';

/** Every aggregate report has these, with or without a prefix of its namespace. */
const ROOT = /<(?:\w{1,20}:)?feedback[\s>]/;
const INSIDE = /<(?:\w{1,20}:)?(?:policy_published|policy_evaluated)[\s>]/;

type Source = { readonly ip: string; count: number; spf: boolean; dkim: boolean };

/** @returns null where the text is no aggregate report */
export function dmarcReport(text: string): OtherReport | null {
  if (!/^\s{0,200}\uFEFF?\s{0,200}</.test(text) || !text.includes('policy_') || !INSIDE.test(text))
    return null;
  if (!ROOT.test(text.slice(0, 5000)) && !text.includes('source_ip>')) return null;
  const head = text.slice(0, 20_000);
  const reporter = named(contentOf(head, 'org_name') ?? contentOf(head, 'email'), 'an unnamed reporter');
  const domain = named(contentOf(head, 'domain'), 'an unnamed domain');
  const when = days(Number(contentOf(head, 'begin')) * 1000, Number(contentOf(head, 'end')) * 1000);
  const policy = contentOf(head, 'p');
  const sources = sourcesOf(text);
  const all = sum(sources);
  const failing = sources.filter(({ spf, dkim }) => !spf && !dkim);
  return {
    title: `DMARC report by ${reporter} for ${domain}`,
    lines: [
      `${when === null ? 'It' : `Of ${when}, it`} covers ${counted(all, 'mail', 'mails')} from ${counted(new Set(sources.map(({ ip }) => ip)).size, 'IP address', 'IP addresses')}${policy === null ? '' : `; the published policy is p=${named(policy, 'none')}`}.`,
      `${counted(all - sum(failing), 'mail', 'mails')} passed DMARC, ${counted(sum(failing), 'mail', 'mails')} failed.`,
      failing.length === 0 ? 'Nothing in it has to be fixed.' : worst(failing),
    ],
  };
}

/** The address that failed most, without SPF and DKIM that are aligned with the From domain. */
function worst(failing: readonly Source[]): string {
  const byIp = new Map<string, number>();
  for (const { ip, count } of failing) byIp.set(ip, (byIp.get(ip) ?? 0) + count);
  const [ip = '', count = 0] = [...byIp].sort((a, b) => b[1] - a[1])[0] ?? [];
  const others = byIp.size - 1;
  return `Most failures came from ${ip} (${counted(count, 'mail', 'mails')})${others > 0 ? `, others from ${counted(others, 'more address', 'more addresses')}` : ''}: if that is a sender of yours, it lacks SPF and DKIM for this domain.`;
}

const sum = (sources: readonly Source[]): number => sources.reduce((all, { count }) => all + count, 0);

function sourcesOf(text: string): readonly Source[] {
  const sources: Source[] = [];
  for (let at = rowFrom(text, 0); at >= 0; ) {
    const following = rowFrom(text, at + 1);
    const row = text.slice(at, Math.min(at + 2000, following < 0 ? text.length : following));
    at = following;
    const end = /<\/(?:\w{1,20}:)?row\s?>/.exec(row)?.index ?? row.length;
    const inside = row.slice(0, end);
    const ip = contentOf(inside, 'source_ip') ?? '';
    const count = Number(contentOf(inside, 'count') ?? 1);
    const passed = (check: string): boolean => contentOf(inside, check)?.toLowerCase() === 'pass';
    sources.push({
      ip: isIp(ip) ? ip : 'an unnamed address',
      count: Number.isSafeInteger(count) && count >= 0 ? count : 0,
      spf: passed('spf'),
      dkim: passed('dkim'),
    });
  }
  return sources;
}

const ROW = /<(?:\w{1,20}:)?row[\s>]/g;

function rowFrom(text: string, from: number): number {
  ROW.lastIndex = from;
  return ROW.exec(text)?.index ?? -1;
}

/** What stands in the first element of a name, without elements of its own. */
function contentOf(text: string, element: string): string | null {
  const found = new RegExp(`<(?:\\w{1,20}:)?${element}(?:\\s[^<>]{0,200})?>([^<]{1,500})<`).exec(text)?.[1];
  return found?.trim() || null;
}
