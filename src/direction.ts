/**
 * Marks that nobody sees and that turn the direction of the text behind them, also of ours that stands around a pasted
 * one: Unicode's characters with the property Bidi_Control (https://www.unicode.org/reports/tr9/).
 */
const MARK = /\p{Bidi_Control}/u;
const MARKS = /\p{Bidi_Control}+/gu;

export const hasTurn = (text: string): boolean => MARK.test(text);

export const withoutTurns = (text: string): string => text.replace(MARKS, '');
