/**
 * What somebody asked to be read: some of it is worked out only when it is looked at. Of many texts each step is then
 * taken for all of them before the next one, which takes less time.
 */
import type { Bounce, Reading } from './bounce.ts';
import type { Proof } from './formats/structured.ts';
import { scan } from './gates.ts';
import { isNoticed } from './notice.ts';
import { quotesFields } from './quoted-field.ts';
import type { Places } from './scan.ts';
import { isOfOtherService, isSource } from './talk.ts';

/** What is known of a text when it was read. */
export type Known = {
  readonly text: string;
  /** Before its structure was taken off. */
  readonly pasted: string;
  /** Before anything was undone. */
  readonly asPasted: string;
  /** What was noted of it. */
  readonly places: Places;
  readonly proof: Proof;
  /** Works out all bounces that are in it. */
  readonly all: () => readonly Bounce[];
};

/** Who asked gets an answer anyway: most never look whether it is noticed, and that takes as long as all the rest. */
export class AskedReading implements Reading {
  readonly deliveries: Reading['deliveries'];
  readonly messages: Reading['messages'];
  readonly others: Reading['others'];
  readonly left: Reading['left'];
  readonly #known: Known;
  #bounces: readonly Bounce[] | null = null;
  #noticed: boolean | null = null;

  constructor(known: Known, told: Omit<Reading, 'noticed' | 'bounces'>) {
    this.deliveries = told.deliveries;
    this.messages = told.messages;
    this.others = told.others;
    this.left = told.left;
    this.#known = known;
  }

  get bounces(): readonly Bounce[] {
    this.#bounces ??= this.#work();
    return this.#bounces;
  }

  get noticed(): boolean {
    this.#noticed ??= this.bounces.some(isNews) && this.#isNoticed();
    return this.#noticed;
  }

  #work(): readonly Bounce[] {
    const { text, pasted, places, all } = this.#known;
    scan.recall(text, places);
    return whereMailSpeaks(text, pasted, all());
  }

  #isNoticed(): boolean {
    const { text, asPasted, places, proof } = this.#known;
    scan.recall(text, places);
    return isNoticed(text, asPasted, proof);
  }
}

/** @param pasted before its structure was taken off: that tells which page was asked for */
function whereMailSpeaks(text: string, pasted: string, all: readonly Bounce[]): readonly Bounce[] {
  if (all.length === 0 || quotesFields(text) || isOfOtherService(text)) return [];
  if (pasted !== text && isOfOtherService(pasted)) return [];
  const namesSomebody = all.some(
    ({ recipient, finalRecipient }) => recipient !== null || finalRecipient !== null,
  );
  return namesSomebody && (isSource(text) || EXAMPLE.test(text)) ? all.map(ofNobody) : all;
}

/** What documentation shows below such a line happened to nobody. */
const EXAMPLE =
  /(?:^|\n|\. )\W{0,8}(?:example|sample) (?:payload|response|request|event|webhook|body|output)s?\s?:[\s`*]{0,8}(?:json)?\s{0,8}(?:\n|$)/i;

/** Nobody was refused by a program's source or a server's map, nor by documentation. */
const ofNobody = (bounce: Bounce): Bounce => ({ ...bounce, recipient: null, finalRecipient: null });

/** What a watched channel is told of unasked: not what arrived, nor whom our own server turned away. */
export const isNews = ({ kind, refusedByUs }: Bounce): boolean => kind !== 'delivered' && !refusedByUs;
