/** Texts without a bounce that tell of mail all the same: what arrived, and who sent which message. */
import { delivered, scan } from './gates.ts';
import { SIGN } from './marks.ts';

/** How events of platforms name a delivery; their JSON holds no mark of a failure. */
const DELIVERED_EVENT =
  /["'](?:event|event_?type|notification_?type|record_?type|type|status)["']\s{0,3}:\s{0,3}["'](?:[\w-]{1,20}\.){0,2}deliver(?:y|ed)["']/i;

/** Lines of a delivery or of a message alone, as each kind of log in `formats/logs` writes them. */
const LOGGED = [
  /\bstatus=sent \(|\b[A-Za-z\d]{6,20}: (?:from=<|(?:resent-)?message-id=<)/,
  /\bstat=Sent\b|: from=\S{3,320}, size=\d|\bdelivery \d{1,10}: success: |\bresult="Ok"|\[outbound\]/,
  / ACCEPTED from=|\(delivery\.delivered\)|\bMessage done DCID \d/,
];
/** Exim's, which have an arrow, and those of PowerMTA's accounting, which have commas. */
const WITH_ARROW = /\b[A-Za-z\d]{6,9}-[A-Za-z\d]{3,12}(?:-[A-Za-z\d]{2,4})? (?:=>|->|<=) \S/;
const WITH_COMMAS = /(?:^|\n)"?d"?,"?\d{4}-\d\d-\d\d/;

/**
 * Dismisses ordinary text fast, as `mayHoldBounce` does: most talk names no address.
 * @returns false when the text surely tells of no mail that arrived, and of no message by its id
 */
export function mayTellOfMail(text: string): boolean {
  const { marks, formats } = scan(text);
  const has = (sign: number): boolean => (marks.signs & sign) !== 0;
  return (
    has(SIGN.at) &&
    ((formats.includes(delivered) && LOGGED.some((line) => line.test(text))) ||
      (has(SIGN.arrow) && WITH_ARROW.test(text)) ||
      (has(SIGN.tightComma) && WITH_COMMAS.test(text)) ||
      (has(SIGN.brace) && text.includes('eliver') && DELIVERED_EVENT.test(text)))
  );
}
