/** What a guess is made from: words, two of them in a row, and what the codes say, by their numbers in a model. */
import type { Bounce } from '../../intake/bounce.ts';

export type Codes = Pick<Bounce, 'replyCode' | 'enhancedCode' | 'command'>;

/** Sets what codes say apart from words, which are letters. */
export const CODE = '=';

/**
 * @returns what the codes say, each as a word that begins with `CODE`: the codes themselves, whether it is a 4xx or
 *   5xx, the enhanced code's subject and detail of whatever class (RFC 3463 §2), and the command that was refused
 */
export function codeWords({ replyCode, enhancedCode, command }: Codes): readonly string[] {
  const words: string[] = [];
  const digit = (replyCode ?? enhancedCode)?.[0];
  if (digit !== undefined) words.push(`${CODE}${digit}xx`);
  if (replyCode !== null) words.push(`${CODE}${replyCode}`);
  if (enhancedCode !== null) {
    const subject = enhancedCode.slice(1, enhancedCode.lastIndexOf('.'));
    words.push(`${CODE}${enhancedCode}`, `${CODE}x${subject}`, `${CODE}x${enhancedCode.slice(1)}`);
  }
  if (command !== null) words.push(`${CODE}${command}`);
  return words;
}
