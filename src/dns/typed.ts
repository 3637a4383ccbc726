/** What somebody types to be checked, part by part: what is wrong with it is said where it was typed. */
import { hiddenDomain, readDomain } from './name.ts';
import { hiddenIp, readSubject } from './subject.ts';

/** Each is '' where nothing was typed. */
export type TypedSubject = { readonly domain: string; readonly ip: string; readonly selector: string };

/** @returns by part what is wrong with it, in plain words; empty where DNS can be asked about all of it */
export function faultsTyped({ domain, ip, selector }: TypedSubject): Readonly<Record<string, string>> {
  const faults: readonly (readonly [keyof TypedSubject, string | null])[] = [
    ['domain', domain === '' ? null : domainFault(domain)],
    ['ip', ip === '' ? null : (faultIn({ ip }) ?? hiddenIp(ip))],
    ['selector', selector === '' ? null : faultIn({ domain: 'example.com', selectors: [selector] })],
  ];
  return Object.fromEntries(faults.filter(([, fault]) => fault !== null)) as Record<string, string>;
}

function domainFault(typed: string): string | null {
  const read = readDomain(typed);
  return 'fault' in read ? read.fault : hiddenDomain(read.domain);
}

function faultIn(input: Parameters<typeof readSubject>[0]): string | null {
  const read = readSubject(input);
  return 'faults' in read ? read.faults.join(' ') : null;
}
