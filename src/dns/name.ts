/** Domain names as people type them, and as DNS takes them. */
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** @returns why DNS can't be asked for this name, or null where it can (RFC 1035 §2.3.4) */
export function dnsNameFault(name: string): string | null {
  if (name === '') return 'the name is empty';
  if (Buffer.byteLength(name) > 253) return 'the name is longer than 253 characters';
  const labels = name.split('.');
  if (labels.some((label) => label === '')) return 'the name has an empty part (two dots in a row)';
  if (labels.some((label) => Buffer.byteLength(label) > 63))
    return 'a part of the name is longer than 63 characters';
  return null;
}

/**
 * @param typed a domain, an address or a link: "Example.COM.", "sales@bücher.example", "https://example.com/x"
 * @returns the domain as DNS takes it (lower case, IDN as A-labels), or what is wrong with it in plain words
 */
export function readDomain(typed: string): { readonly domain: string } | { readonly fault: string } {
  const text = typed
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/s, '')
    .replace(/\.$/, '');
  const shown = `"${typed.trim().slice(0, 80)}"`;
  if (text === '') return { fault: 'The domain is empty.' };
  if (isIP(text) !== 0) return { fault: `${shown} is an IP address, not a domain.` };
  // What ends in a number is none (RFC 3696 §2), and would be read as an IPv4 address in another writing.
  if (/(?:^|\.)\d+$/.test(text)) {
    return {
      fault: `${shown} is not a domain name. One is like example.com. What a code means says \`/smtp\`, in a terminal \`bounce-triage explain\`.`,
    };
  }
  const domain = domainToASCII(text.toLowerCase());
  if (domain === '' || !/^[a-z\d_-]+(\.[a-z\d_-]+)*$/.test(domain)) {
    const fault = dnsNameFault(text);
    return { fault: `${shown} is not a domain name${fault ? `: ${fault}` : ''}. One is like example.com.` };
  }
  const fault = dnsNameFault(domain);
  if (fault !== null) return { fault: `${shown} is not a domain name: ${fault}.` };
  if (!domain.includes('.')) {
    return { fault: `${shown} is a single word: a domain on the Internet is like example.com.` };
  }
  return { domain };
}

/**
 * Ends of names that nobody on the Internet is asked about: RFC 6761 (localhost, test, invalid), RFC 6762 (local, and
 * what its appendix G lists), RFC 7686 (onion), RFC 8375 (home.arpa), RFC 9476 (alt), and ICANN's internal.
 */
const PRIVATE = [
  ...['localhost', 'localdomain', 'test', 'invalid', 'local', 'intranet', 'internal', 'private'],
  ...['corp', 'home', 'lan', 'onion', 'home.arpa', 'alt'],
];

/** @returns why servers on the Internet know nothing of this domain, in plain words; null where they may */
export function hiddenDomain(domain: string): string | null {
  return PRIVATE.some((end) => domain === end || domain.endsWith(`.${end}`))
    ? `"${domain.slice(0, 80)}" is a name of a private network: servers on the Internet don’t know it. Name the domain that they see, behind the @ of your sender.`
    : null;
}
