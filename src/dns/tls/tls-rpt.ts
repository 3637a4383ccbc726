/** TLS-RPT (RFC 8460): where a domain wants reports of failed TLS sent. */
import { type Resolve, recordsOf } from '../answer.ts';
import type { Row } from '../report.ts';
import { type About, bad, evidenceOf, good, quoted, unknown } from '../row.ts';

export async function checkTlsRpt(domain: string, ask: Resolve): Promise<Row> {
  const name = `_smtp._tls.${domain}`;
  const answer = await ask(name, 'TXT');
  const about: About = {
    id: 'tls-rpt',
    topic: 'tls-rpt',
    label: `TLS reports of ${domain}`,
    evidence: [evidenceOf(name, 'TXT', answer)],
  };
  if (answer.status === 'failed') return unknown(about, answer.why);
  const records = recordsOf<'TXT'>(answer).filter((text) => /^v\s*=\s*TLSRPTv1/i.test(text));
  const [record] = records;
  if (record === undefined) return good(about, `${domain} asks for no reports of TLS failures; it need not.`);
  const rua = /;\s*rua\s*=\s*((?:mailto:|https:\/\/)[^;\s]+)/.exec(record)?.[1];
  if (records.length > 1 || !/^v=TLSRPTv1\s*;/.test(record) || rua === undefined) {
    return bad(
      about,
      `The TLS-RPT record of ${domain} is not valid: ${records.map(quoted).join(' and ')}. No reports are sent.`,
      `One TXT record at ${name} must read like "v=TLSRPTv1; rua=mailto:tls@${domain}".`,
    );
  }
  return good(about, `Reports of TLS failures go to ${rua.replace(/^mailto:/, '')}.`);
}
