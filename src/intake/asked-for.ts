/** Whose mail it was, as somebody says who asks about an answer: `"554 5.7.9 …" for mail from @shop.example`. */
import { hostName } from './facts.ts';

/** A domain with its sign, behind what one sends from it. */
const FROM_DOMAIN =
  /(?<!\p{L})(?:mails?|e-?mails?|messages?|newsletters?|mailings?|campaigns?|sen[dt]|sending|nachrichten|kampagnen?|envois?|courriels?|correos?|messaggi|mensagens|berichten|versendet|gesendet|envoyés?|enviad[oa]s?|inviat[aei]|verzonden)\s{1,3}(?:(?:from|von|über|de|depuis|desde|da|van|od|z|с|от)\s{1,3})(?:(?:our|my|the|unserer|meiner|notre|nuestro|nostro|nosso|onze)\s{1,3})?(?:domain\s{1,3}|domaine\s{1,3}|dominio\s{1,3}|domínio\s{1,3}|domein\s{1,3})?@((?:[a-z\d_-]{1,63}\.){1,8}[a-z]{2,24})(?![\w@-])/iu;

/** @returns the sender's domain that stands there with its sign alone, or null */
export const askedForDomain = (text: string): string | null =>
  text.includes(' @') ? hostName(FROM_DOMAIN.exec(text.slice(0, 4000))?.[1]) : null;
