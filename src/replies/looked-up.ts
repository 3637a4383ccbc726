/** The card of what was looked up: nobody handles it. */
import type { Details, Draft } from './card.ts';

type Known = Pick<Draft, 'look' | 'title' | 'badge'> & Partial<Draft>;

/** @returns the card with what is said, and nothing else on it */
export const lookedUpCard = (known: Known): Draft => ({
  facts: [],
  sentences: [],
  question: null,
  usual: [],
  steps: [],
  check: null,
  hint: null,
  state: [],
  actions: [],
  more: [],
  choose: null,
  ...known,
});

/** @returns what it leaves out */
export const lookedUpDetails = (known: Pick<Details, 'title'> & Partial<Details>): Details => ({
  said: null,
  facts: [],
  steps: [],
  dns: [],
  history: [],
  sources: [],
  actions: [],
  customers: [],
  ...known,
});
