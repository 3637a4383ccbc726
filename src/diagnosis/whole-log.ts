/** A whole log, read and judged as it goes on, however long it is. */
import { type Delivery, type LogStory, Pieces, WholeLog } from '../intake/index.ts';
import type { Diagnosis } from './diagnosis.ts';
import { EventEndings } from './event-endings.ts';
import type { Explain, Pasted } from './explain.ts';
import type { Judge } from './judge.ts';
import { withAnswers } from './several.ts';

/** What became of one message to one recipient, and what we think of it. */
export type Ending = Omit<LogStory, 'bounce' | 'answers'> & { readonly diagnosis: Diagnosis };

/** What a stretch of a log tells. */
export type LogTold = {
  readonly endings: readonly Ending[];
  /** Mail that reached an address with which some had failed before. */
  readonly arrivals: readonly Delivery[];
};

export type LogExplainer = {
  /**
   * Another file begins, behind all that were read before: the files of a log go by time.
   * @param name as it is called; null: it has no name
   * @param front its first lines: they tell what its times are by
   */
  begin(name: string | null, front: string): void;
  /** @param bytes the file's next ones; they may be overwritten afterwards */
  read(bytes: Uint8Array): Promise<LogTold>;
  /** The file is over; its last line may have no end. */
  endFile(): Promise<LogTold>;
  /** The log is over: what still waits is told as it stands, part by part. */
  end(): AsyncIterable<LogTold>;
  /** Lines that were looked at. */
  lines(): number;
  /** In plain words, what was not read. */
  unread(): readonly string[];
  /** In plain words, what was read, and let go as there was too much of it. */
  letGo(): readonly string[];
};

/** @param explain reads lines that are of no log that is known */
export function createLogExplainer(
  { diagnose, explain }: Pick<Judge, 'diagnose'> & { readonly explain: Explain },
  { now, zone }: Pasted,
): LogExplainer {
  const log = new WholeLog({ now: now().getTime(), zone });
  const events = new EventEndings();
  let pieces = new Pieces();
  let file: string | null = null;
  let tooLong = 0;

  const judged = ({ bounce, answers, ...story }: LogStory): Ending => {
    const diagnosis = withAnswers(diagnose(bounce), answers.map(diagnose));
    // What arrived is no reason to give anybody up.
    return { ...story, diagnosis: story.arrived === null ? diagnosis : { ...diagnosis, suppress: false } };
  };

  async function told(heard: ReturnType<WholeLog['read']>, isEnd: boolean): Promise<LogTold> {
    const endings = heard.stories.map(judged);
    const arrivals = [...heard.arrivals];
    for (const event of log.events()) {
      if (!log.isWorthReading(event)) continue;
      const { diagnoses, deliveries } = await explain(event, { asked: true });
      for (const diagnosis of diagnoses) {
        const { recipient } = diagnosis.bounce;
        if (recipient !== null) log.noteFailed(recipient);
        endings.push(...endingsOf(diagnosis, file).flatMap((ending) => events.add(ending)));
      }
      endings.push(...deliveries.flatMap((delivery) => events.arrive(delivery)));
      arrivals.push(...deliveries);
    }
    const others = log.others(isEnd);
    if (others === null) return { endings, arrivals };
    const explained = await explain(others, { asked: true });
    const { diagnoses, deliveries } = explained;
    // Nobody asked about these lines: codes that name nobody are as well those of a web server, or a process's number.
    const founded = diagnoses.filter(
      ({ bounce: { recipient, enhancedCode }, certainty }) =>
        recipient !== null || enhancedCode !== null || (certainty !== 'unsure' && explained.noticed),
    );
    return {
      endings: [...endings, ...founded.flatMap((diagnosis) => endingsOf(diagnosis, file))],
      arrivals: [...arrivals, ...deliveries],
    };
  }

  return {
    begin(name, front) {
      file = name;
      pieces = new Pieces();
      log.begin(name, front);
    },
    read: (bytes) => told(log.read(pieces.next(bytes), false), false),
    endFile() {
      const last = log.read(pieces.end(), true);
      tooLong += pieces.tooLong;
      return told(last, true);
    },
    async *end() {
      for (let heard = log.end(); heard !== null; heard = log.end()) yield await told(heard, true);
      yield { endings: events.end(), arrivals: [] };
    },
    lines: () => log.lines,
    unread: () => [
      ...some(
        tooLong,
        'line was longer than 1 MB, and was not read.',
        'lines were longer than 1 MB, and were not read.',
      ),
      ...some(
        log.broken,
        'line of JSON was cut off or broken, and was not read.',
        'lines of JSON were cut off or broken, and were not read.',
      ),
    ],
    letGo: () => [
      ...some(
        log.twice,
        'line stood there once more, right behind the same one: it is counted once.',
        'lines stood there once more, right behind the same ones: they are counted once.',
      ),
      ...some(
        log.givenUp + events.givenUp,
        'mail that was put off is told as it stood then, whatever became of it: more waited than can be followed.',
        'mails that were put off are told as they stood then, whatever became of them: more waited than can be followed.',
      ),
      ...some(
        log.senderless,
        'failure is told without its sender, since many other messages came between.',
        'failures are told without their sender, since many other messages came between.',
      ),
    ],
  };
}

const some = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [`${count.toLocaleString('en')} ${count === 1 ? one : many}`];

/**
 * @param file in which it was told; null: it has no name
 * @returns each attempt of a bounce that was read as any text is: nothing more is heard of it
 */
export const endingsOf = (diagnosis: Diagnosis, file: string | null): readonly Ending[] =>
  diagnosis.bounce.attempts.map((attempt) => {
    const at = attempt.time === null ? null : Date.parse(attempt.time);
    const bounce = { ...diagnosis.bounce, ...attempt, attempts: [attempt] };
    return { file, diagnosis: { ...diagnosis, bounce }, count: 1, first: at, last: at, arrived: null };
  });
