/** An entry as the build left it: its words and its patterns are read when they are asked for. */
import type { Entry } from './entry.ts';
import { accepted } from './pattern.ts';

export type Words = Pick<Entry, 'title' | 'meaning' | 'whose' | 'steps' | 'words' | 'sources' | 'example'>;
export type Judgement = Pick<Entry, 'category' | 'suppress' | 'retry'>;
export type Sources = readonly [texts: readonly string[], not: readonly string[]];

/** What an entry is known by. */
export type Known = Omit<Entry, keyof Words | keyof Judgement | 'tags' | 'texts' | 'not'> & {
  readonly tags: readonly string[];
  /** Number of its judgement: there are few different ones. */
  readonly judgement: number;
  /** Bytes of its line of words. */
  readonly length: number;
};

/** What not every question needs. */
export type Later = {
  readonly patterns: () => readonly Sources[];
  readonly words: () => Buffer;
};

export class BuiltEntry implements Entry {
  readonly id: Entry['id'];
  readonly kind: Entry['kind'];
  readonly provider: Entry['provider'];
  readonly reply: Entry['reply'];
  readonly enhanced: Entry['enhanced'];
  readonly tags: Entry['tags'];
  readonly needsProvider: boolean;
  readonly needsCodes: boolean;
  readonly weak: boolean;
  readonly reason: Entry['reason'];
  readonly category: Entry['category'];
  readonly suppress: Entry['suppress'];
  readonly retry: Entry['retry'];
  readonly control: Entry['control'];
  readonly blocklist: Entry['blocklist'];
  readonly file: string;
  readonly own: boolean;
  readonly #later: Later;
  readonly #place: number;
  readonly #from: number;
  readonly #length: number;
  #patterns: { readonly texts: Entry['texts']; readonly not: Entry['not'] } | null = null;
  #words: Words | null = null;

  /**
   * @param place which of `Later.patterns` is this entry's
   * @param from where its line begins in `Later.words`
   */
  constructor(known: Known, judgement: Judgement, later: Later, place: number, from: number) {
    this.id = known.id;
    this.kind = known.kind;
    this.provider = known.provider;
    this.reply = known.reply;
    this.enhanced = known.enhanced;
    this.tags = known.tags.map((source) => accepted(source, 'tag'));
    this.needsProvider = known.needsProvider;
    this.needsCodes = known.needsCodes;
    this.weak = known.weak;
    this.reason = known.reason;
    this.category = judgement.category;
    this.suppress = judgement.suppress;
    this.retry = judgement.retry;
    this.control = known.control;
    this.blocklist = known.blocklist;
    this.file = known.file;
    this.own = known.own;
    this.#later = later;
    this.#place = place;
    this.#from = from;
    this.#length = known.length;
  }

  get texts(): Entry['texts'] {
    return this.#written().texts;
  }
  get not(): Entry['not'] {
    return this.#written().not;
  }
  get title(): string {
    return this.#said().title;
  }
  get meaning(): string {
    return this.#said().meaning;
  }
  get whose(): string {
    return this.#said().whose;
  }
  get steps(): Entry['steps'] {
    return this.#said().steps;
  }
  get words(): Entry['words'] {
    return this.#said().words;
  }
  get sources(): Entry['sources'] {
    return this.#said().sources;
  }
  get example(): string {
    return this.#said().example;
  }

  #written() {
    if (this.#patterns === null) {
      const [texts, not] = this.#later.patterns()[this.#place] as Sources;
      const compiled = (sources: readonly string[]) => sources.map((source) => accepted(source));
      this.#patterns = { texts: compiled(texts), not: compiled(not) };
    }
    return this.#patterns;
  }

  #said(): Words {
    this.#words ??= JSON.parse(
      this.#later.words().toString('utf8', this.#from, this.#from + this.#length),
    ) as Words;
    return this.#words;
  }
}
