import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../../src/catalog/index.ts';
import { readModel, writeModel } from '../../src/diagnosis/guess/model.ts';
import type { Sample } from './sample.ts';
import { labelledTexts, samplesOfCatalog, samplesOfText } from './samples.ts';
import { train } from './train.ts';

const NAME = 'guess.bin';

/** What learns, and what it is learnt for. */
const CODE = ['build/guess', 'src/diagnosis/guess'];

/**
 * Writes what is learnt from our catalog and our labelled texts. It takes seconds, so what an earlier build learnt from
 * the same is taken over.
 * @param root of the checkout
 * @param folders.earlier of an earlier build, which may be missing
 * @param folders.to of this one
 */
export async function buildGuesser(
  catalog: Catalog,
  root: string,
  folders: { readonly earlier: string; readonly to: string },
): Promise<void> {
  const samples = [...(await samplesOfCatalog(catalog))];
  for (const one of labelledTexts(join(root, 'bench/texts'))) samples.push(...(await samplesOfText(one)));
  const hash = hashOf(samples, root);
  const earlier = join(folders.earlier, NAME);
  const file = join(folders.to, NAME);
  if (hashIn(earlier) === hash) copyFileSync(earlier, file);
  else writeModel(train(samples), hash, file);
}

function hashOf(samples: readonly Sample[], root: string): string {
  const hash = createHash('sha256').update(JSON.stringify(samples));
  for (const folder of CODE)
    for (const name of readdirSync(join(root, folder)).sort())
      hash.update(readFileSync(join(root, folder, name)));
  return hash.digest('hex');
}

function hashIn(file: string): string | null {
  if (!existsSync(file)) return null;
  try {
    return readModel(file).hash;
  } catch {
    // Written by other code, or in part: it is made anew.
    return null;
  }
}
