/** A file as text, piece by piece, so that its size doesn't matter. */

/** A list that can't be read at all. The message is for the user: what is wrong, and what to do. */
export class ListError extends Error {
  override readonly name = 'ListError';
}

/** In UTF-16 units. A line of a list is never so long; a file without lines is not a list. */
const LONGEST_LINE = 1 << 20;

/** @returns the text; UTF-8, or what a byte order mark says (spreadsheets write UTF-16 with one) */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const chunk of bytes) {
    if (chunk.length === 0) continue;
    decoder ??= new TextDecoder(encodingOf(chunk));
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder !== null) yield decoder.decode();
}

function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start.includes(0)) {
    throw new ListError(
      'This is not a text file. Give a CSV, JSON or plain text file; unpack it first if it is packed.',
    );
  }
  return 'utf-8';
}

/** @returns the lines, in batches as they come, without their ends (LF or CR LF) */
export async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = '';
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) {
      throw new ListError(
        'There is a line of more than a million characters in it: this is not a list of addresses.',
      );
    }
    if (lines.length > 0) yield lines.map(withoutReturn);
  }
  if (rest !== '') yield [withoutReturn(rest)];
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
