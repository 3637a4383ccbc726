/** qmail writes an answer into its log as one word: `_` for each blank, `/` for each line end (qmail-log(5)). */

/**
 * An address in angle brackets, whose own underscores stay; a name before an address that may be longer than it looks,
 * since its underscores and those for blanks are the same; a sign that stands for another.
 */
const SIGNS =
  /<[^<>\s]{0,160}@[^<>\s]{1,160}>|[^\s_/<>]{0,64}[^\s_/<>\d.,:;!?]_[^\s_/<>@]{1,64}@[^\s_/<>]{1,160}|[_/]/g;
const ANSWER = /\bRemote_host_said:_|_does_not_like_(?:recipient|sender)|_failed_after_I_sent_the_message/;

/**
 * @param words an answer in qmail's log
 * @returns the answer as it was said; an address of which nobody can tell where it begins has a word for its sign
 */
export const spaced = (words: string): string =>
  words
    .replace(SIGNS, (sign) => {
      if (sign === '_') return ' ';
      if (sign === '/') return '\n';
      return sign.startsWith('<') ? sign : sign.replace('@', ' at ').replaceAll('_', ' ');
    })
    .replace(/https?:\n\n/g, 'https://');

/** @returns a text that is nothing but such an answer as it was said; any other one as it is */
export const withSpaces = (text: string): string =>
  !/\s/.test(text) && ANSWER.test(text) ? spaced(text) : text;
