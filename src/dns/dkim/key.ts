/** A DKIM key record taken apart (RFC 6376 §3.6.1, RFC 8463), and what is wrong with it. */
import { createPublicKey, type KeyObject } from 'node:crypto';

export type DkimKey =
  | {
      readonly state: 'usable';
      readonly type: 'rsa' | 'ed25519';
      /** Bits of an RSA modulus, 256 for Ed25519. */
      readonly bits: number;
      /** `t=y`: the domain only tries DKIM out, and receivers treat its mail as unsigned. */
      readonly testing: boolean;
    }
  | { readonly state: 'revoked' }
  | { readonly state: 'broken'; readonly fault: string };

/** The bytes in front of a bare Ed25519 key that make it a SubjectPublicKeyInfo (RFC 8410 §4). */
const ED25519_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** RFC 8032 §5.1.5. */
const ED25519_BYTES = 32;

const broken = (fault: string): DkimKey => ({ state: 'broken', fault });

export function parseDkimKey(text: string): DkimKey {
  if (/^["']|["']$/.test(text)) return broken('it has quotation marks inside the text');
  if (text.includes('\\;')) return broken('it has backslashes in front of the semicolons');
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    const at = part.indexOf('=');
    if (part.trim() === '') continue;
    const name = part.slice(0, at).trim();
    if (at < 1 || !/^[a-z]\w*$/i.test(name)) {
      return broken(`"${part.trim().slice(0, 40)}" in it is not a tag like \`p=…\``);
    }
    if (tags.has(name)) return broken(`the tag \`${name}=\` is in it twice`);
    tags.set(name, part.slice(at + 1).replace(/\s+/g, ''));
  }
  const version = tags.get('v');
  if (version !== undefined && (version !== 'DKIM1' || [...tags.keys()][0] !== 'v')) {
    return broken('`v=DKIM1` must be its first tag, written exactly so');
  }
  const services = tags.get('s')?.split(':') ?? ['*'];
  if (!services.some((service) => service === '*' || service === 'email')) {
    return broken(`\`s=${tags.get('s')}\` says that the key is not for mail`);
  }
  const hashes = tags.get('h')?.toLowerCase().split(':');
  if (tags.get('p') !== '' && hashes && !hashes.includes('sha256')) {
    return broken(`\`h=${tags.get('h')}\` allows no SHA-256, and no other signature counts (RFC 8301 §3.1)`);
  }
  const data = tags.get('p');
  if (data === undefined) return broken('it has no tag `p=` with the public key');
  if (data === '') return { state: 'revoked' };
  if (/-BEGIN\w{0,20}PRIVATEKEY-/i.test(data)) {
    return broken('its `p=` holds a private key, with which anybody can sign now: make a new pair');
  }
  if (/--(?:BEGIN|END)\w{0,20}KEY--/i.test(data)) {
    return broken('its `p=` holds the lines around the key (`-----BEGIN PUBLIC KEY-----`) as well');
  }
  if (!/^[A-Za-z\d+/]+={0,2}$/.test(data)) return broken('its `p=` holds characters that are not base64');
  const type = tags.get('k')?.toLowerCase() ?? 'rsa';
  if (type !== 'rsa' && type !== 'ed25519') return broken(`\`k=${type}\` is not a key type of DKIM`);
  const bytes = Buffer.from(data, 'base64');
  const key = readKey(bytes, type);
  if (key === null) return broken(misfit(bytes, type));
  const testing = tags.get('t')?.split(':').includes('y') ?? false;
  const bits = type === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 256;
  return { state: 'usable', type, bits, testing };
}

/** @returns the 32 bytes of an Ed25519 key that `openssl` wrote as a SubjectPublicKeyInfo; null for anything else */
export const unwrapped = (bytes: Buffer): Buffer | null =>
  bytes.length === ED25519_HEAD.length + ED25519_BYTES &&
  bytes.subarray(0, ED25519_HEAD.length).equals(ED25519_HEAD)
    ? bytes.subarray(ED25519_HEAD.length)
    : null;

/** Why the bytes are no key of that type. */
function misfit(bytes: Buffer, type: 'rsa' | 'ed25519'): string {
  if (type === 'ed25519' && readKey(bytes, 'rsa')) {
    return 'it says `k=ed25519`, but its `p=` holds an RSA key (`k=rsa`)';
  }
  if (unwrapped(bytes)) {
    return type === 'rsa'
      ? 'its `p=` holds an Ed25519 key, which `k=ed25519` must say, and more than the 32 bytes of the key itself (RFC 8463 §4.2)'
      : 'its `p=` holds more than the 32 bytes of the Ed25519 key itself (RFC 8463 §4.2)';
  }
  if (type === 'ed25519')
    return `its \`p=\` has ${bytes.length} bytes, where an Ed25519 key has ${ED25519_BYTES} (RFC 8463 §4.2)`;
  return 'its `p=` is not an rsa key: probably cut off or pasted in part';
}

function readKey(bytes: Buffer, type: 'rsa' | 'ed25519'): KeyObject | null {
  if (type === 'ed25519' && bytes.length !== ED25519_BYTES) return null;
  const shapes =
    type === 'ed25519'
      ? [{ key: Buffer.concat([ED25519_HEAD, bytes]), kind: 'spki' as const }]
      : [
          { key: bytes, kind: 'spki' as const },
          { key: bytes, kind: 'pkcs1' as const },
        ];
  for (const { key, kind } of shapes) {
    try {
      const read = createPublicKey({ key, format: 'der', type: kind });
      if (read.asymmetricKeyType === type) return read;
    } catch {
      // It may be the other shape; where it is neither, the caller says so.
    }
  }
  return null;
}
