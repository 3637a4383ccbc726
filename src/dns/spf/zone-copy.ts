/** A copy of the zones as they were seen, in which a record can be changed to see what comes of it. */
import type { Answer, RecordType, Resolve } from '../answer.ts';

export type ZoneCopy = {
  /** Asks, and remembers what was answered. */
  readonly ask: Resolve;
  /** @returns asks and remembers too, but for the TXT record of a name */
  readonly changed: (name: string, txt: string) => Resolve;
  /**
   * Asks nobody: what was never asked is not there.
   * @param more what stands there besides: "A h.example.com" → "192.0.2.1"
   */
  readonly seen: (name: string, txt: string, more?: ReadonlyMap<string, string>) => Resolve;
};

export function createZoneCopy(real: Resolve): ZoneCopy {
  const answers = new Map<string, Answer>();
  const ask = async (name: string, type: RecordType): Promise<Answer> => {
    const answer: Answer = await real(name, type);
    answers.set(keyOf(type, name), answer);
    return answer;
  };
  const isIt = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  const changed = (name: string, txt: string) => async (asked: string, type: RecordType) =>
    type === 'TXT' && isIt(asked, name) ? found(txt) : ask(asked, type);
  const seen =
    (name: string, txt: string, more: ReadonlyMap<string, string> = new Map()) =>
    async (asked: string, type: RecordType) => {
      if (type === 'TXT' && isIt(asked, name)) return found(txt);
      const besides = more.get(keyOf(type, asked));
      return besides === undefined ? (answers.get(keyOf(type, asked)) ?? NOTHING) : found(besides);
    };
  return { ask: ask as Resolve, changed: changed as ZoneCopy['changed'], seen: seen as ZoneCopy['seen'] };
}

/** @returns "TXT example.com" */
export const keyOf = (type: RecordType, name: string): string =>
  `${type} ${name.toLowerCase().replace(/\.$/, '')}`;

const TOLD = { ttl: 0, authenticated: false, aliases: [] } as const;
const NOTHING: Answer = { status: 'no-name', ...TOLD };
const found = (text: string): Answer => ({ status: 'found', records: [text], ...TOLD });
