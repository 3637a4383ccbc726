/** Guessers that know nothing of a provider: neither its entries nor the labelled texts that these decide. */
import { labelledTexts, samplesOfCatalog, samplesOfText } from '../../build/guess/samples.ts';
import { train } from '../../build/guess/train.ts';
import type { Catalog } from '../../src/catalog/index.ts';
import { createGuesser, type Guesser } from '../../src/diagnosis/guess/index.ts';
import { createCatalogJudge } from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';

/** Providers share a guesser that knows none of them: to learn one takes seconds. */
const FOLDS = 6;

/** @param folder of the labelled texts @returns the guesser for a provider's texts, learnt when it is first asked for */
export async function createFolds(catalog: Catalog, folder: string): Promise<(provider: string) => Guesser> {
  const { diagnose } = createCatalogJudge(catalog);
  const foldOf = new Map([...catalog.providers.keys()].map((id, i) => [id, i % FOLDS]));
  const texts = await Promise.all(
    labelledTexts(folder).map(async (text) => {
      const [bounce] = (await read(text.text, { asked: true })).bounces;
      const provider = bounce === undefined ? null : (diagnose(bounce).entry?.provider ?? null);
      return { fold: foldOf.get(provider ?? ''), samples: await samplesOfText(text) };
    }),
  );
  const guessers = await Promise.all(
    Array.from({ length: FOLDS }, async (_, fold) => {
      const entries = catalog.entries.filter(({ provider }) => foldOf.get(provider ?? '') !== fold);
      const samples = await samplesOfCatalog({ ...catalog, entries });
      return createGuesser(
        train([...samples, ...texts.filter((one) => one.fold !== fold).flatMap((one) => one.samples)]),
      );
    }),
  );
  return (provider) => guessers[foldOf.get(provider) ?? 0] as Guesser;
}
