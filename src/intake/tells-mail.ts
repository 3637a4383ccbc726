/** Texts without a bounce that tell of mail all the same: what arrived, and who sent which message. */
import { scan } from './gates.ts';
import { SIGN } from './marks.ts';

/** How events of platforms name a delivery; their JSON holds no mark of a failure. */
const DELIVERED_EVENT =
  /["'](?:event|event_?type|notification_?type|record_?type|type|status)["']\s{0,3}:\s{0,3}["'](?:[\w-]{1,20}\.){0,2}deliver(?:y|ed)["']/i;

/** Lines of a delivery or of a message alone, as each kind of log in `formats/logs` writes them. */
const LOGGED = [
  /\bstatus=sent \(|\b[A-Za-z\d]{6,20}: (?:from=<|(?:resent-)?message-id=<)/,
  /\b[A-Za-z\d]{6,9}-[A-Za-z\d]{3,12}(?:-[A-Za-z\d]{2,4})? (?:=>|->|<=) \S/,
  /\bstat=Sent\b|: from=\S{3,320}, size=\d|\bdelivery \d{1,10}: success: |\bresult="Ok"|\[outbound\]/,
  / ACCEPTED from=|\(delivery\.delivered\)|\bMessage done DCID \d|(?:^|\n)"?d"?,"?\d{4}-\d\d-\d\d/,
];

/**
 * Dismisses ordinary text fast, as `mayHoldBounce` does: most talk names no address.
 * @returns false when the text surely tells of no mail that arrived, and of no message by its id
 */
export const mayTellOfMail = (text: string): boolean =>
  (scan(text).marks.signs & SIGN.at) !== 0 &&
  (LOGGED.some((line) => line.test(text)) ||
    (text.includes('eliver') && text.includes('{') && DELIVERED_EVENT.test(text)));
