/** Who passes by a record that was followed, apart from all limits: what its owner meant. */
import { inRange, readIp } from '../ip.ts';
import type { Walked, WalkedTerm } from './walk.ts';

/**
 * @param walked `all` in it lets nobody pass here, whatever stands before it
 * @param isSender whether it was followed for this very address, so that terms with macros tell something about it
 */
export function allows(walked: Walked, ip: string, isSender: boolean): boolean {
  for (const one of walked.terms) {
    if (one.term.name === 'redirect') continue;
    if (one.term.name === 'all' && one.term.qualifier === '+') return false;
    if (fits(one, ip, isSender)) return one.term.qualifier === '+';
  }
  const redirect = walked.terms.find(({ term }) => term.name === 'redirect');
  return redirect?.included ? allows(redirect.included, ip, isSender) : false;
}

/** @returns whether there is an address that the record lets pass, told by its terms up to the first that ends it in an error */
export function passesSomebody({ terms }: Walked): boolean {
  for (const { term, included, problem } of terms) {
    if (term.name === 'redirect') continue;
    if (problem?.kind === 'wrong') return false;
    if (term.qualifier === '+' && (included === null || passesSomebody(included))) return true;
    if (term.name === 'all') return false;
  }
  const redirect = terms.find(({ term }) => term.name === 'redirect');
  if (redirect === undefined || redirect.problem?.kind === 'wrong') return false;
  return redirect.included === null || passesSomebody(redirect.included);
}

function fits(one: WalkedTerm, ip: string, isSender: boolean): boolean {
  const { term, included } = one;
  if (term.qualifier === null) return false;
  if (term.name === 'all') return true;
  if (isPersonal(one) && !isSender) return false;
  if (term.name === 'exists') return one.name !== null && one.problem === null && one.voids === 0;
  if (included) return allows(included, ip, isSender);
  const address = readIp(ip);
  return address !== null && rangesOf(one).some((range) => inRange(address, range));
}

/** Whether it hangs on who sends: by a macro, or by reverse DNS. Nobody can tell all whom it lets pass. */
export const isPersonal = ({ term }: WalkedTerm): boolean =>
  term.name === 'ptr' || /%\{[^d]/i.test(term.target ?? '');

/** @returns the networks that `ip4`, `ip6`, `a` and `mx` stand for: ["192.0.2.0/24"]; none for other terms */
export function rangesOf({ term, addresses }: WalkedTerm): readonly string[] {
  if (term.name === 'ip4' || term.name === 'ip6') return [`${term.target}${term.prefix}`];
  const [four = '', six = ''] = term.prefix.split('//');
  return addresses.map((address) =>
    address.includes(':') ? `${address}${six && `/${six}`}` : `${address}${four}`,
  );
}
