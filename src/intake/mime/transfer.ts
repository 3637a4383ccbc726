/** How the bytes of a part travelled (RFC 2045 §6): in base64, quoted-printable, or as they are. */

const SIX_BITS = new Int8Array(256).fill(-1);
for (const [value, sign] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  SIX_BITS[sign.charCodeAt(0)] = value;
const EQUALS = 61;

/**
 * @param raw a character a byte; what is no sign of base64 is passed over
 * @returns the bytes. Some programs pad each line: `=` ends a stretch, and another begins
 */
export function fromBase64(raw: string): Buffer {
  const bytes = Buffer.allocUnsafe(Math.ceil((raw.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let count = 0;
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    if (code === EQUALS) {
      count = 0;
      continue;
    }
    const six = code < 256 ? (SIX_BITS[code] as number) : -1;
    if (six < 0) continue;
    bits = (bits << 6) | six;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[length++] = bits >> count;
    bits &= (1 << count) - 1;
  }
  return bytes.subarray(0, length);
}

const HEX = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++)
  for (const sign of [value.toString(16), value.toString(16).toUpperCase()]) HEX[sign.charCodeAt(0)] = value;
const LF = 10;

/**
 * @param raw a character a byte; lines end in LF
 * @returns the bytes; an `=` that stands before no two digits and no line end is one
 */
export function fromQuotedPrintable(raw: string): Buffer {
  const bytes = Buffer.allocUnsafe(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    if (code === EQUALS) {
      if (raw.charCodeAt(at + 1) === LF) {
        at++;
        continue;
      }
      const high = HEX[raw.charCodeAt(at + 1)] ?? -1;
      const low = HEX[raw.charCodeAt(at + 2)] ?? -1;
      if (high >= 0 && low >= 0) {
        bytes[length++] = high * 16 + low;
        at += 2;
        continue;
      }
    }
    bytes[length++] = code;
  }
  return bytes.subarray(0, length);
}
