/** Data of programs that hold servers' words, and examples with anybody's address: translations, lists of rules. */

/** Texts with their translations: gettext's files, XLIFF and Qt's, Android's. */
const TRANSLATED =
  /^msgid[ \t]+"[^\n]{0,400}"\n(?:(?:msgid_plural[ \t]+)?"[^\n]{0,400}"\n){0,9}msgstr(?:\[\d\])?[ \t]+"|<source\b[^<>]{0,80}>[^<]{1,600}<\/source>\s{0,80}<(?:target|translation)\b|<string name="/m;
/** What is looked for in each entry of a list. */
const SOUGHT =
  /^[ \t]{0,12}(?:-[ \t]{1,3})?["']?(?:match(?:es)?|pattern|regexp?|contains)["']?\s?[:=][ \t]{0,4}["'/|>]/gim;

/** @returns whether a text of several lines is such data: nothing in it happened */
export const isProgramData = (text: string): boolean =>
  ((text.includes('msgid') || text.includes('<source') || text.includes('<string ')) &&
    TRANSLATED.test(text)) ||
  (/match|pattern|regex|contains/.test(text) && (text.match(SOUGHT)?.length ?? 0) > 1);
