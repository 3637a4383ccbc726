/** Of the files that came with a message, which are fetched and read. */
import { expectedOf, type ToldFile } from './kind.ts';
import type { UnreadFile } from './not-read.ts';

/** Files of one message; people attach up to ten, and mails that are handed on bring their own. */
const MOST_FILES = 20;

/**
 * @param asked whether somebody asked: else only what is by its name or type a mail, a log, a list or those packed may
 * @returns whether it may hold a bounce
 */
export function mayBeText(file: ToldFile, asked: boolean): boolean {
  const expected = expectedOf(file);
  return expected === 'text' || (asked && expected === 'unknown');
}

/** @returns those that are to be fetched, and why the others can't be read */
export function chosenOf<File extends ToldFile>(
  files: readonly File[],
): { readonly read: readonly File[]; readonly unread: readonly UnreadFile[] } {
  const told = files.map((file) => ({ file, expected: expectedOf(file) }));
  const wanted = told.flatMap(({ file, expected }) => (typeof expected === 'string' ? [file] : []));
  return {
    read: wanted.slice(0, MOST_FILES),
    unread: [
      ...told.flatMap(({ file: { name }, expected }) =>
        typeof expected === 'string' ? [] : [{ name, why: expected.why }],
      ),
      ...wanted.slice(MOST_FILES).map(({ name }) => ({ name, why: TOO_MANY })),
    ],
  };
}

const TOO_MANY = `I read ${MOST_FILES} files of a message. Send the others in another one`;
