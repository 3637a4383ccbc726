/** What is printed for programs may be looked at on a terminal all the same. */

/** DEL, C1 (U+009B is an escape sequence's beginning in one character), and what turns the direction of writing. */
const STEERING = /[\u007f-\u009f\p{Bidi_Control}]/gu;

/** @returns JSON in one line, in which no character steers a terminal; it says the same to whoever reads JSON */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replace(
    STEERING,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
