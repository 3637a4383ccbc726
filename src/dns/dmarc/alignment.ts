/** Whether the domains that SPF and DKIM vouch for are the one in From, which is what DMARC asks. */
import { getDomain } from 'tldts';
import type { Row } from '../report.ts';
import { type About, bad, dig, good, unknown } from '../row.ts';
import type { DmarcSubject, Evaluated } from './engine.ts';

/**
 * @param keys the domain of a signature that aligns, and whose key could not be read, or is missing or wrong; null where
 *   there is none
 * @returns null where no other domain is known
 */
export function alignmentRow(
  subject: DmarcSubject,
  evaluated: Evaluated,
  { unread, broken }: { readonly unread: string | null; readonly broken: string | null },
): Row | null {
  const { from, envelope, assumed, signing, spfPasses } = subject;
  if (envelope === null && signing.length === 0 && unread === null && broken === null) return null;
  const about: About = {
    id: 'dmarc-alignment',
    topic: 'dmarc',
    label: `Alignment with From ${from}`,
    evidence: [],
    verify: [
      dig('TXT', `_dmarc.${evaluated.policyDomain ?? from}`),
      ...(envelope === null ? [] : [dig('TXT', envelope)]),
    ],
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
  if (bySpf && spfPasses) return good(about, `The envelope's domain ${bySpf} aligns and passes SPF.`);
  if (bySpf && spfPasses === null) {
    return unknown(
      about,
      `the envelope's domain ${bySpf} aligns, but whether SPF passes hangs on the sending address, which is not known`,
    );
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
    ...(broken === null ? [] : [`the signature's ${broken} aligns, but its key is missing or wrong`]),
    ...[...signing, ...subject.broken]
      .filter((domain) => domain !== broken)
      .map((domain) => `the signature's ${domain} doesn't align${mode(strict.dkim)}`),
  ];
  const isSigned = signing.length > 0 || subject.broken.length > 0;
  const open = isSigned ? '' : ' No DKIM signature is known.';
  return bad(
    about,
    `Mail from ${from} does not pass DMARC by these domains: ${others.join('; ')}.${open} Its policy is \`${policy}\`.`,
    adviceFor(subject, { spfAligns: bySpf !== null, broken }, strict),
    subject.owner !== null ? null : bySpf !== null ? 'spf' : broken !== null ? 'dkim' : null,
  );
}

function adviceFor(
  { from, owner, envelope }: DmarcSubject,
  { spfAligns, broken }: { readonly spfAligns: boolean; readonly broken: string | null },
  strict: { readonly spf: boolean; readonly dkim: boolean },
): string {
  if (owner !== null) {
    return `${from} belongs to ${owner}, and only its servers can send for it. Send with a domain of your own in From.`;
  }
  if (broken !== null) {
    return `Put the DKIM key of ${broken} in order: the mail is signed for that domain already.${spfAligns ? ` Or mend SPF for ${envelope}.` : ''}`;
  }
  const signature = strict.dkim ? `\`d=${from}\` itself` : `\`d=${from}\``;
  if (spfAligns) return `Mend SPF for ${envelope}, or sign with DKIM and ${signature}.`;
  const address = strict.spf
    ? `at ${from} itself, with no other name before it`
    : `at ${getDomain(from) ?? from} or at a name that ends with it`;
  return `Let your mail server or platform sign with DKIM and ${signature}, or use a bounce address (Return-Path) ${address}, for which SPF passes.`;
}

const mode = (strict: boolean): string => (strict ? ' (strict: it must be the very same)' : '');
