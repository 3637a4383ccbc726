import type { Link } from './reply.ts';

/** @returns a link for a source as the catalog names it: "RFC 5321 §4.2.2", "IANA …", an address */
export function sourceLink(source: string): Link {
  const rfc = /^RFC (\d+)(?: §([\d.]+))?$/.exec(source);
  if (rfc) {
    const section = rfc[2] ? `#section-${rfc[2].replace(/\.$/, '')}` : '';
    return { label: source, url: `https://www.rfc-editor.org/rfc/rfc${rfc[1]}.html${section}` };
  }
  if (source.startsWith('IANA')) {
    return {
      label: source,
      url: 'https://www.iana.org/assignments/smtp-enhanced-status-codes/smtp-enhanced-status-codes.xhtml',
    };
  }
  const url = source.split(' ')[0] as string;
  return { label: new URL(url).hostname.replace(/^www\./, ''), url };
}
