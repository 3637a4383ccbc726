import type { Store } from '../store/index.ts';
import { searchSuppressions } from '../suppressions/index.ts';
import { isHeld, type WriteFormat } from './write-formats.ts';

const PAGE = 5000;

/** What has been written so far. */
export type ExportCount = {
  readonly written: number;
  /** Complaints among bounces, or the other way round: the format has no place for them. */
  readonly leftOut: number;
};

/**
 * Writes a team's whole list, in the order of the addresses, without holding it.
 * @param onPiece told how far it is, after each piece
 * @returns the file, piece by piece
 */
export async function* exportList(
  store: Store,
  team: string,
  format: WriteFormat,
  onPiece: (count: ExportCount) => void,
): AsyncGenerator<string> {
  let written = 0;
  let leftOut = 0;
  yield format.before;
  for (let after: string | null = null, isEnd = false; !isEnd; ) {
    const { found, next } = await searchSuppressions(store, team, '', PAGE, after);
    let piece = '';
    for (const suppression of found) {
      if (isHeld(format, suppression)) piece += format.row(suppression, written++ === 0);
      else leftOut++;
    }
    yield piece;
    onPiece({ written, leftOut });
    isEnd = next === null;
    after = next;
  }
  yield format.after;
}
