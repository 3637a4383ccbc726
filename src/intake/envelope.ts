/** Addresses that hold another one: what senders and forwarders write into the envelope, undone. */

export type Envelope = {
  /** Whom the mail was for, as its sender wrote it into the return path (VERP). */
  readonly recipient: string | null;
  /** Who sent the mail before a forwarder or a signer of return paths rewrote it (SRS, BATV). */
  readonly sender: string | null;
};

const HOST = '((?:[\\w-]{1,63}\\.){1,8}[a-z][\\w-]{1,62})';

/** `bounces+ann=example.com@us.example`, SendGrid's and Mailgun's with ids before it. */
const VERP = new RegExp(
  `^(?:bounces?|return|returns|verp|owner|errors?|[\\w.]{1,40}-(?:bounces?|return|owner))[+-](?:\\d{1,12}-[\\da-f]{2,8}-|[\\da-f]{4,12}\\.[\\da-f]{4,12}-|\\d{1,12}[-+.])?([^=@]{1,64})=${HOST}$`,
  'i',
);
/** https://www.libsrs2.org/srs/srs.pdf */
const SRS0 = new RegExp(`^SRS0[=+-][^=]{1,12}=[^=]{1,6}=${HOST}=(.{1,64})$`, 'i');
const SRS1 = new RegExp(
  `^SRS1[=+-][^=]{1,12}=[^=]{1,253}=[=+-]{1,2}[^=]{1,12}=[^=]{1,6}=${HOST}=(.{1,64})$`,
  'i',
);
/** Bounce Address Tag Validation: draft-levine-smtp-batv. */
const BATV = /^(?:prvs|btv1)=[^=]{1,24}=(?:=)?(.{1,64})$/i;

/** @returns what an envelope's address holds, or null where it is an address like any other */
export function envelopeIn(address: string): Envelope | null {
  const at = address.lastIndexOf('@');
  if (at < 1 || !address.includes('=')) return null;
  const local = address.slice(0, at);
  const verp = VERP.exec(local);
  if (verp) return { recipient: `${verp[1]}@${verp[2]?.toLowerCase()}`, sender: null };
  const srs = SRS0.exec(local) ?? SRS1.exec(local);
  if (srs) return { recipient: null, sender: `${srs[2]}@${srs[1]?.toLowerCase()}` };
  const batv = BATV.exec(local);
  return batv ? { recipient: null, sender: `${batv[1]}@${address.slice(at + 1)}` } : null;
}
