/** Whether the domains that SPF and DKIM vouch for are the one in From, which is what DMARC asks. */
import { getDomain } from 'tldts';
import type { Row } from '../report.ts';
import { type About, bad, good, unknown } from '../row.ts';
import type { DmarcSubject, Evaluated } from './engine.ts';

/**
 * @param unread the domain of a signature that aligns, and whose key could not be read; null where there is none
 * @returns null where no other domain is known
 */
export function alignmentRow(subject: DmarcSubject, evaluated: Evaluated, unread: string | null): Row | null {
  const { from, envelope, assumed, signing, spfPasses } = subject;
  if (envelope === null && signing.length === 0 && unread === null) return null;
  const about: About = {
    id: 'dmarc-alignment',
    topic: 'dmarc',
    label: `Alignment with From ${from}`,
    evidence: [],
    verify: [],
  };
  if (evaluated.status.result === 'temperror') {
    return unknown(about, `DNS did not answer for a domain above ${from}: ${evaluated.error ?? ''}`.trim());
  }
  const { alignment, policy } = evaluated;
  const bySpf = alignment?.spf.result || null;
  const byDkim = alignment?.dkim.result || null;
  const strict = { spf: alignment?.spf.strict ?? false, dkim: alignment?.dkim.strict ?? false };
  if (assumed === 'from') {
    return unknown(about, "the domain in From is not known: it may be another than the envelope's");
  }
  if (byDkim) return good(about, `A DKIM signature by ${byDkim} aligns.`);
  if (assumed === 'domain') {
    return unknown(
      about,
      'the envelope (Return-Path) that it was sent with is not known: it may be under another domain',
    );
  }
  if (bySpf && subject.unread.spf) {
    return unknown(
      about,
      `the envelope's domain ${bySpf} aligns, but whether it passes SPF could not be checked`,
    );
  }
  if (bySpf && spfPasses !== false) {
    return good(about, `The envelope's domain ${bySpf} aligns${spfPasses ? ' and passes SPF' : ''}.`);
  }
  if (unread !== null) {
    return unknown(about, `a DKIM signature by ${unread} would align, but its key could not be read`);
  }
  const others = [
    ...(envelope === null
      ? []
      : [
          bySpf
            ? `${envelope} aligns but doesn't pass SPF`
            : `the envelope's ${envelope} doesn't align${mode(strict.spf)}`,
        ]),
    ...signing.map((domain) => `the signature's ${domain} doesn't align${mode(strict.dkim)}`),
  ];
  const open =
    signing.length === 0 ? ' Only a DKIM signature of its own can make it pass, and none is known.' : '';
  return bad(
    about,
    `Mail from ${from} does not pass DMARC by these domains: ${others.join('; ')}.${open} Its policy is \`${policy}\`.`,
    adviceFor(subject, bySpf !== null, strict),
  );
}

function adviceFor(
  { from, owner, envelope }: DmarcSubject,
  spfAligns: boolean,
  strict: { readonly spf: boolean; readonly dkim: boolean },
): string {
  if (owner !== null) {
    return `${from} belongs to ${owner}, and only its servers can send for it. Send with a domain of your own in From.`;
  }
  const signature = strict.dkim ? `\`d=${from}\` itself` : `\`d=${from}\``;
  if (spfAligns) return `Mend SPF for ${envelope}, or sign with DKIM and ${signature}.`;
  const address = strict.spf
    ? `at ${from} itself, with no other name before it`
    : `at ${getDomain(from) ?? from} or at a name that ends with it`;
  return `Let your mail server or platform sign with DKIM and ${signature}, or use a bounce address (Return-Path) ${address}, for which SPF passes.`;
}

const mode = (strict: boolean): string => (strict ? ' (strict: it must be the very same)' : '');
