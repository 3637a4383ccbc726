import type { Catalog } from '../catalog/index.ts';
import { giveWay } from '../give-way.ts';
import {
  type Bounce,
  type Delivery,
  type Message,
  type OtherReport,
  type Reading,
  type ReadOptions,
  readAside,
  readEach,
  type Turn,
} from '../intake/index.ts';
import type { Diagnosis } from './diagnosis.ts';
import { createJudge, type Judge } from './judge.ts';
import { answersJoined } from './several.ts';

/** What a text holds, and what we think of it. */
export type Explained = {
  /** Whether a watched channel is to be answered. */
  readonly noticed: boolean;
  /** One for each bounce, in the order of the text. */
  readonly diagnoses: readonly Diagnosis[];
  /** What logs and events say arrived. */
  readonly deliveries: readonly Delivery[];
  /** What logs tell of messages by their queue ids alone. */
  readonly messages: readonly Message[];
  /** Reports about many mails at once, which are no bounces. */
  readonly others: readonly OtherReport[];
  /** In plain words, what was left unread. */
  readonly left: string | null;
  /** Why a file told nothing at all; left out: it was read. */
  readonly nothing?: Reading['nothing'];
};

/**
 * @param input text as pasted, or the bytes of a mail or a log
 * @param options.asked true: try hard. False: nothing, unless it is a bounce beyond reasonable doubt
 * @param options.name what the file is called
 * @param options.from the channel it was handed over in: what takes long is read by turns
 * @param options.isAlone nobody else waits meanwhile
 */
export type Explain = (
  input: string | Uint8Array,
  options: ReadOptions & Pick<Turn, 'from' | 'isAlone'>,
) => Promise<Explained>;

/**
 * Explains texts that are there at once, one answer for each in their order. Each step is taken for all of them before
 * the next one: what a step needs then stays near the processor, and it takes two thirds of the time.
 */
export type ExplainEach = (
  texts: readonly string[],
  options: Pick<ReadOptions, 'asked'>,
) => Promise<readonly Explained[]>;

/** What holds for texts that are handed over without saying when they were pasted. */
export type Pasted = {
  readonly now: () => Date;
  /** The zone of logs that name none: "Europe/Berlin"; null: this machine's. */
  readonly zone: string | null;
};

/**
 * @param pasted null: nobody knows, and a log's day without a year is no day
 * @returns a reader and judge in one, with what each needs of the catalog made ready
 */
export function createExplain(
  catalog: Catalog,
  pasted: Pasted | null = null,
): {
  explain: Explain;
  explainEach: ExplainEach;
  diagnose: (bounce: Bounce) => Diagnosis;
  why: Judge['why'];
} {
  const { diagnose, diagnoseByCatalog, why } = createJudge(catalog);

  /**
   * Somebody asked about words without a code: they are a bounce only where the catalog knows such words. A guess
   * makes none of them, but what the catalog has a hint of is one whatever the guess says.
   */
  const isFounded = ({ bounce, entry, evidence }: Diagnosis): boolean =>
    bounce.replyCode !== null ||
    bounce.enhancedCode !== null ||
    bounce.kind !== 'bounce' ||
    entry !== null ||
    (evidence !== null && (evidence !== 'words-alike' || diagnoseByCatalog(bounce).entry !== null));

  function readingOf(input: string | Uint8Array, options: ReadOptions, turn: Turn): Promise<Reading> {
    return readAside(input, { ...whenPasted(), ...options }, turn);
  }

  const whenPasted = (): Pick<ReadOptions, 'now' | 'zone'> =>
    pasted === null ? {} : { now: pasted.now().getTime(), zone: pasted.zone };

  /** But for whether it is noticed: most never ask, and that takes as long as all the rest. */
  function explained(reading: Reading, diagnoses: readonly Diagnosis[]): Omit<Explained, 'noticed'> {
    const { deliveries, messages, others, left, nothing } = reading;
    const founded = diagnoses.every(isFounded) || reading.noticed ? diagnoses : diagnoses.filter(isFounded);
    const told = { diagnoses: answersJoined(founded), deliveries, messages, others, left };
    return nothing === undefined ? told : { ...told, nothing };
  }

  return {
    diagnose,
    why,
    explain: async (input, { from = '', isAlone = false, ...options }) => {
      const reading = await readingOf(input, options, { from, isAlone });
      const diagnoses: Diagnosis[] = [];
      for (const bounce of reading.bounces) {
        diagnoses.push(diagnose(bounce));
        await giveWay();
      }
      return {
        ...explained(reading, diagnoses),
        get noticed() {
          return reading.noticed;
        },
      };
    },
    explainEach: async (texts, options) => {
      const readings = await readEach(texts, { ...whenPasted(), ...options });
      const bounces = readings.map((reading) => reading.bounces);
      const noticed = readings.map((reading) => reading.noticed);
      const diagnoses = bounces.map((some) => some.map(diagnose));
      return readings.map((reading, i) => ({
        noticed: noticed[i] as boolean,
        ...explained(reading, diagnoses[i] as readonly Diagnosis[]),
      }));
    },
  };
}
