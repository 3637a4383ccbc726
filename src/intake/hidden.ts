/** Addresses that whoever reports them has hidden: nobody can be told, or suppressed, by them. */

/** Local parts that are placeholders by themselves: RFC 6590 leaves it to each reporter how it redacts. */
const PLACEHOLDER =
  /^[[(<"']{0,2}(?:(?:address|email|user|recipient)[-_.]?)?(?:redacted|hidden|masked|obfuscated|obscured|anonymi[sz]ed|x{3,160}|[*#•]{1,160})(?:[-_.]?(?:address|email|user|recipient))?[\])>"']{0,2}$/i;

/** @returns whether what stands before the @ is no name at all: `redacted@example.com`, `xxxx@…`, `***@…` */
export const isPlaceholder = (address: string): boolean =>
  PLACEHOLDER.test(address.slice(0, Math.max(0, address.lastIndexOf('@'))));

/** @returns whether a part of it was blotted out: `j***@example.com`, `ann@ex*****.com` */
export const isMasked = (address: string): boolean => /[*•]{2}/.test(address) || isPlaceholder(address);
