/** The table of test/diagnosis/known-differences.md: where we differ from the reference on purpose. */
import { readFileSync } from 'node:fs';
import { isFoundIn } from '../../src/catalog/index.ts';
import { compile, type Pattern } from '../../src/catalog/pattern.ts';

type Difference = {
  readonly words: readonly Pattern[];
  readonly reference: readonly string[];
  readonly ours: readonly string[];
};

/**
 * @returns whether a miss is one of them: the text has words that are quoted in the first column, the reference says a
 *   reason of the second and we say one of the third
 */
export function readKnownDifferences(
  file: URL,
): (text: string, reference: string | undefined, ours: string | undefined) => boolean {
  const differences: Difference[] = readFileSync(file, 'utf8')
    .split('\n')
    .filter((row) => /^\| .*"/.test(row))
    .map((row) => {
      const [, texts = '', reference = '', ours = ''] = row
        .split(' | ')
        .map((cell) => cell.replace(/^\| /, ''))
        .toSpliced(0, 0, '');
      return {
        words: [...texts.matchAll(/"([^"]+)"/g)].map(([, words = '']) =>
          compile(words.replaceAll('…', ' * ')),
        ),
        reference: reasonsIn(reference),
        ours: reasonsIn(ours),
      };
    });
  return (text, reference, ours) =>
    differences.some(
      (one) =>
        one.reference.includes(reference ?? '') &&
        one.ours.includes(ours ?? '') &&
        one.words.some((words) => isFoundIn(words, text)),
    );
}

const reasonsIn = (cell: string): readonly string[] => cell.match(/[a-z]+(?:-[a-z]+)*/g) ?? [];
