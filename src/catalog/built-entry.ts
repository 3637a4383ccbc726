/** An entry as the build left it: its words and its patterns are read when they are asked for. */
import type { Entry } from './entry.ts';
import { accepted } from './pattern.ts';

export type Words = Pick<
  Entry,
  'title' | 'meaning' | 'whose' | 'steps' | 'short' | 'words' | 'sources' | 'example'
>;
export type Judgement = Pick<Entry, 'category' | 'suppress' | 'retry'>;

/** What an entry is known by, without names: there are a thousand of them. */
export type Known = readonly [
  id: Entry['id'],
  kind: Entry['kind'],
  provider: Entry['provider'],
  reply: Entry['reply'],
  enhanced: Entry['enhanced'],
  tags: readonly string[],
  reason: Entry['reason'],
  control: Entry['control'],
  blocklist: Entry['blocklist'],
  /** 1, 2, 4 and 8: needs its provider, needs its codes, is weak, needs a sender that has given up. */
  flags: number,
  /** Numbers of its judgement and of its file: there are few different ones. */
  judgement: number,
  file: number,
  /** Bytes of its line of words. */
  length: number,
  common: number,
];
export const NEEDS_PROVIDER = 1;
export const NEEDS_CODES = 2;
export const WEAK = 4;
export const NEEDS_GIVEN_UP = 8;
export const NEEDS_SENDER = 16;
export const GENERAL = 32;

/** What not every question needs. */
export type Later = {
  /** @param place the entry's place in the catalog */
  readonly patterns: (place: number) => Pick<Entry, 'texts' | 'not'>;
  readonly words: () => Buffer;
};

const NO_PATTERNS: Pick<Entry, 'texts' | 'not'> = { texts: [], not: [] };

export class BuiltEntry implements Entry {
  readonly id: Entry['id'];
  readonly kind: Entry['kind'];
  readonly provider: Entry['provider'];
  readonly reply: Entry['reply'];
  readonly enhanced: Entry['enhanced'];
  readonly tags: Entry['tags'];
  readonly needsProvider: boolean;
  readonly needsCodes: boolean;
  readonly needsGivenUp: boolean;
  readonly needsSender: boolean;
  readonly weak: boolean;
  readonly general: boolean;
  readonly reason: Entry['reason'];
  readonly category: Entry['category'];
  readonly suppress: Entry['suppress'];
  readonly retry: Entry['retry'];
  readonly control: Entry['control'];
  readonly blocklist: Entry['blocklist'];
  readonly common: number;
  readonly file: string;
  readonly own = false;
  readonly #parent: Entry | null;
  readonly #later: Later;
  readonly #place: number;
  readonly #from: number;
  readonly #length: number;
  #patterns: Pick<Entry, 'texts' | 'not'> | null = null;
  #words: Words | null = null;

  /**
   * @param place in the catalog; of a reason's entry, which recognises nothing, below 0
   * @param from where its line begins in `Later.words`
   * @param parent lends the words that its line doesn't say: the entry of its reason
   */
  constructor(
    known: Known,
    shared: { readonly judgement: Judgement; readonly file: string },
    later: Later,
    place: number,
    from: number,
    parent: Entry | null,
  ) {
    const [id, kind, provider, reply, enhanced, tags, reason, control, blocklist, flags] = known;
    this.id = id;
    this.kind = kind;
    this.provider = provider;
    this.reply = reply;
    this.enhanced = enhanced;
    this.tags = tags.map((source) => accepted(source, 'tag'));
    this.needsProvider = (flags & NEEDS_PROVIDER) !== 0;
    this.needsCodes = (flags & NEEDS_CODES) !== 0;
    this.needsGivenUp = (flags & NEEDS_GIVEN_UP) !== 0;
    this.weak = (flags & WEAK) !== 0;
    this.general = (flags & GENERAL) !== 0;
    this.needsSender = (flags & NEEDS_SENDER) !== 0;
    this.reason = reason;
    this.category = shared.judgement.category;
    this.suppress = shared.judgement.suppress;
    this.retry = shared.judgement.retry;
    this.control = control;
    this.blocklist = blocklist;
    this.file = shared.file;
    this.#later = later;
    this.#place = place;
    this.#from = from;
    this.#length = known[12];
    this.common = known[13];
    this.#parent = parent;
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
  get short(): Entry['short'] {
    return this.#said().short;
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
    this.#patterns ??= this.#place < 0 ? NO_PATTERNS : this.#later.patterns(this.#place);
    return this.#patterns;
  }

  #said(): Words {
    if (this.#words === null) {
      const line = this.#later.words().toString('utf8', this.#from, this.#from + this.#length);
      const said = JSON.parse(line) as Partial<Words>;
      const parent = this.#parent;
      this.#words = parent === null ? (said as Words) : { ...wordsOf(parent), ...said };
    }
    return this.#words;
  }
}

export const wordsOf = ({ title, meaning, whose, steps, short, words, sources, example }: Entry): Words => ({
  ...{ title, meaning, whose, steps, short, words, sources, example },
});
