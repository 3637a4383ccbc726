/** Archives as programs write them that the libraries here don't: tar, and `.zip` with a password. */

const BLOCK = 512;
const padded = (bytes: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
  whole.set(bytes);
  return whole;
};

function entry(name: string, type: string, bytes: Uint8Array): Uint8Array {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, padded(bytes)]);
}

/** @param files by their names; one that ends in a slash is a folder, a long one is written as POSIX does */
export function tarOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = Object.entries(files).flatMap(([name, bytes]) => {
    const field = ` path=${name}\n`;
    const long = name.length > 100 ? [entry('pax', 'x', Buffer.from(`${field.length + 3}${field}`))] : [];
    return [...long, entry(name, name.endsWith('/') ? '5' : '0', bytes)];
  });
  return Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]);
}

/** @returns the archive with these of its files marked as encrypted, in the directory and at the file (APPNOTE.TXT 4.4.4) */
export function withPassword(zip: Uint8Array, ...numbers: readonly number[]): Uint8Array {
  const bytes = Buffer.from(zip);
  for (const [mark, flags] of [
    ['PK\x03\x04', 6],
    ['PK\x01\x02', 8],
  ] as const) {
    let at = bytes.indexOf(mark, 0, 'latin1');
    for (let i = 0; at >= 0; i += 1) {
      if (numbers.includes(i)) bytes[at + flags] = (bytes[at + flags] as number) | 1;
      at = bytes.indexOf(mark, at + 1, 'latin1');
    }
  }
  return bytes;
}
