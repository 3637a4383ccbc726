/**
 * The verdict on a bounce: the catalog's, and where that has no more than a hint, a bare code or nothing, what the
 * words most likely mean by all the texts that the build learnt from. A guess is no ground to suppress anybody.
 */
import type { Catalog, Category, Control, ReasonId } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { DEAD } from './certainty.ts';
import { createCatalogJudge } from './diagnose.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type Guess, type Guesser, guesserOfBuild, wordsIn } from './guess/index.ts';
import { questionOf } from './otherwise.ts';
import { OF_THE_RECIPIENT } from './rule.ts';
import type { Weighing } from './why.ts';

/** `diagnose` says what we think of a bounce, `why` also what else was weighed, and why it lost. Both are pure. */
export type Judge = {
  readonly diagnose: (bounce: Bounce) => Diagnosis;
  /** What the catalog alone says. */
  readonly diagnoseByCatalog: (bounce: Bounce) => Diagnosis;
  readonly why: (bounce: Bounce) => Weighing & {
    /** What the words most likely mean; null where they weren't asked, or say nothing. */
    readonly guess: (Guess & { readonly decides: boolean }) | null;
  };
};

/** @param guesser what the build learnt, but for those who measure it */
export function createJudge(catalog: Catalog, guesser: Guesser = guesserOfBuild): Judge {
  const byCatalog = createCatalogJudge(catalog);
  return {
    diagnoseByCatalog: byCatalog.diagnose,
    diagnose(bounce) {
      const known = byCatalog.diagnose(bounce);
      if (bounce.refusedByUs) return turnedAway(known);
      const guess = guessFor(known, guesser);
      if (guess === null) return known;
      return outweighs(guess, known) ? guessed(known, guess, catalog) : known;
    },
    why(bounce) {
      const known = byCatalog.diagnose(bounce);
      const guess = guessFor(known, guesser);
      return {
        ...byCatalog.why(bounce),
        guess: guess && { ...guess, decides: outweighs(guess, known) },
      };
    },
  };
}

/** @returns null where the catalog knows better than any guess, or where the words say nothing */
function guessFor({ bounce, entry, evidence, otherwise }: Diagnosis, guesser: Guesser): Guess | null {
  const isKnown = entry !== null && !entry.weak && (evidence === 'provider' || evidence === 'wording');
  // Which of two causes the server means it doesn't say, and no likeness does.
  if (otherwise?.isNamed) return null;
  // What a team says itself of a code or a hint is no guess.
  if (isKnown || entry?.own || bounce.kind !== 'bounce') return null;
  return guesser(wordsIn(bounce.diagnosticCode ?? bounce.excerpt), bounce);
}

/**
 * From which probability on a guess is believed. Found on folds, each judged by a catalog and a guesser that know
 * nothing of its texts (`npm run bench:diagnosis`): at these a guess mends ten verdicts for each that it spoils.
 */
const BELIEVED = { overNothing: 0.3, overHint: 0.4, overCode: 0.5 };
/** From this probability on a guess at a reason is right mostly. */
const LIKELY = 0.7;
/** Words that must speak for a dead address: "invalid" and "email" are said of anything. */
const LEAST_OF_DEAD = 3;
/** How many times likelier than the hint's reason the guess must be. */
const OVER_HINT = 4;

function outweighs({ reason, probability, of, words }: Guess, known: Diagnosis): boolean {
  if (reason === known.reason || reason === 'undefined') return false;
  // A single word is seldom telling: "sender", "no".
  if (words.length < 2 && probability < LIKELY) return false;
  if (words.length < LEAST_OF_DEAD && DEAD.has(reason)) return false;
  // Whom the words are about is the catalog's to say.
  if (OF_THE_RECIPIENT.has(reason) && known.reason === 'rejected') return false;
  if (known.entry === null || known.reason === 'undefined') return probability >= BELIEVED.overNothing;
  return known.entry.weak
    ? probability >= BELIEVED.overHint && probability >= OVER_HINT * of(known.reason)
    : probability >= BELIEVED.overCode;
}

/** Reasons that an address is suppressed for: a guess alone is never enough for that. */
const CONDEMNING: ReadonlySet<Category> = new Set(['hard']);

/** What failed, where the reason leaves no choice. */
const CONTROL_OF: Partial<Record<ReasonId, Control>> = { 'require-ptr': 'ptr', 'failed-starttls': 'tls' };

/** What our own server turned away is mail to us: no bounce, and no word on anybody that we mail to. */
const turnedAway = (known: Diagnosis): Diagnosis => ({
  ...known,
  category: 'info',
  suppress: false,
  retry: false,
  control: null,
  blocklist: null,
  otherwise: null,
});

/** @returns the verdict that the guess gives, on the facts that the catalog found */
function guessed(known: Diagnosis, { reason, probability, next }: Guess, { reasons }: Catalog): Diagnosis {
  const { retry } = reasons[reason];
  const { permanence } = known;
  // A 4xx holds for now: words that are only alike give nobody up.
  const isForNow = permanence === 'temporary' && DEAD.has(reason);
  const category = isForNow ? 'soft' : reasons[reason].category[permanence];
  const other = known.reason === 'undefined' ? next.reason : known.reason;
  return {
    ...known,
    reason,
    category,
    suppress: false,
    retry: retry[permanence] || isForNow,
    control: CONTROL_OF[reason] ?? null,
    entry: null,
    evidence: 'words-alike',
    certainty: probability >= LIKELY && !CONDEMNING.has(category) ? 'likely' : 'unsure',
    otherwise: { reason: other, ask: questionOf(reason, other) },
  };
}
