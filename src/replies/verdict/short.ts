/** The catalog's words for one case: those that show at first sight, and the long ones. */
import { stepsIn, type When } from '../../catalog/index.ts';
import { causeOf } from '../../diagnosis/index.ts';
import type { Bounce } from '../../intake/bounce.ts';
import { byQueue } from '../by-queue.ts';
import { forwarded } from '../forwarded.ts';
import { hiddenAddress } from '../hidden-address.ts';
import { situationOf } from '../situation.ts';
import { type Stated, sentenceStated, statedIn, tellStated, titleStated } from '../stated.ts';
import { turnedAway } from '../turned-away.ts';
import type { Matter } from './matter.ts';

/** What a report or a log says of the sending server's queue (RFC 3464 §2.3.3). */
const queueOf = ({ action }: Bounce): 'given-up' | 'trying' | null =>
  action === 'failed' ? 'given-up' : action === 'delayed' ? 'trying' : null;

export type Words = {
  readonly title: string;
  readonly sentence: string;
  /** One that the reader can answer; null: the catalog has none. */
  readonly question: string | null;
  /** Short ones, as far as the case needs them. */
  readonly steps: readonly string[];
  /** Long ones, as far as the case needs them. */
  readonly long: readonly string[];
};

/** @returns lines with marks, see "Lines" in catalog/README.md */
export function wordsFor({
  diagnosis,
  catalog,
  known,
  addresses,
}: Pick<Matter, 'diagnosis' | 'catalog' | 'known' | 'addresses'>): Words {
  const { entry, reason, bounce } = diagnosis;
  const { short, steps } = entry ?? causeOf(diagnosis, catalog);
  const holds = situationOf({ ...diagnosis, queue: queueOf(bounce) }, known);
  const away = turnedAway(diagnosis);
  if (away !== null) {
    return { ...away, question: null, steps: [away.step], long: [away.step] };
  }
  const onward = forwarded(diagnosis);
  if (onward !== null) return { ...onward, question: null };
  const hidden = addresses === 0 ? hiddenAddress(diagnosis) : null;
  if (hidden !== null) return { ...short, ...hidden };
  const stated = statedIn(diagnosis);
  return {
    ...short,
    title: titleStated((holds.has('returned') ? short.returned : null) ?? short.title, stated),
    sentence: sentenceStated(short, stated),
    steps: byQueue(stepsIn(short.steps, holds), reason, holds),
    long: byQueue(longSteps(diagnosis, catalog, stated, holds) ?? stepsIn(steps, holds), reason, holds),
  };
}

/** Where the refusal says which of them failed, the steps are about those: nothing asks which one it was. */
function longSteps(
  { entry, control, reason }: Matter['diagnosis'],
  catalog: Matter['catalog'],
  stated: Stated | null,
  holds: ReadonlySet<When>,
): readonly string[] | null {
  if (stated === null || (entry !== null && entry.control !== 'multiple' && entry.control === control))
    return null;
  const [, ...lines] = tellStated(catalog, null, stated) ?? [];
  return [...lines, ...stepsIn(catalog.reasons[reason].short.steps, holds).slice(-1)];
}
