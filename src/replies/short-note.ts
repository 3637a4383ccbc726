/** What somebody wrote, for a line of its own. */

/** Characters of a note that are in a line; the ticket has it whole. */
const LONGEST_NOTE = 300;

export function shortNote(note: string): string {
  const line = note.trim().replace(/\s+/g, ' ');
  return line.length > LONGEST_NOTE ? `${line.slice(0, LONGEST_NOTE - 1)}…` : line;
}
