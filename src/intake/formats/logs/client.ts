/** Who spoke to our own server, as its log names them. */
import { isIp } from '../../facts.ts';

/**
 * Postfix `from mail.example.net[192.0.2.5]:`, Exim `H=mail.example.net (helo) [192.0.2.5]`, Sendmail
 * `relay=mail.example.net [192.0.2.5]`.
 */
const CLIENT =
  /(?:\bfrom |\bH=|\brelay=)(?:[\w.-]{1,253} ?)?(?:\([^()\s]{0,253}\) ?)?\[(?:IPv6:)?([\d.]{7,15}|[\da-f:.]{3,45})\]/i;

/** @returns the address of whom the line says that our server refused; null where it names none */
export function clientIn(line: string): string | null {
  const ip = CLIENT.exec(line.slice(0, 1000))?.[1];
  return ip !== undefined && isIp(ip) ? ip : null;
}
