/** What is handed over and tells of no bounce although it reads like one: an answer of ours, and talk. */
import { type Catalog, createLookup } from '../../src/catalog/index.ts';
import type { Explained } from '../../src/diagnosis/index.ts';
import { isOwnAnswer } from '../../src/replies/index.ts';
import { isMereTalk } from '../../src/talk/index.ts';

/** What a text told, as far as it is to be heeded. */
export type Heeded = Explained & {
  /** It is an answer of ours, which counts nothing. */
  readonly isOurs: boolean;
};

/** Bytes or characters of what may be talk. */
const MOST_OF_TALK = 4000;
const UTF8 = new TextDecoder();

/** @returns leaves of what was read of a text what a chat would heed of it */
export function heedingBy(catalog: Catalog): (input: string | Uint8Array, explained: Explained) => Heeded {
  let lookup: ReturnType<typeof createLookup> | null = null;
  const isTalk = (input: string | Uint8Array, explained: Explained): boolean => {
    const { diagnoses } = explained;
    if (input.length > MOST_OF_TALK || diagnoses.length === 0 || explained.noticed) return false;
    lookup ??= createLookup(catalog);
    const text = typeof input === 'string' ? input : UTF8.decode(input);
    return isMereTalk({ lookup, catalog }, text.trim(), diagnoses);
  };
  return (input, explained) => {
    const isOurs = isOwnAnswer(input);
    if (!isOurs && !isTalk(input, explained)) return { ...explained, isOurs };
    const { left } = explained;
    return { noticed: false, diagnoses: [], deliveries: [], messages: [], others: [], left, isOurs };
  };
}
