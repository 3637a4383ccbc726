/** Looking things up within one check: each question once, until the budget is spent. */
import type { Answer, DnsFailure, RecordType, Resolve } from './answer.ts';

/**
 * @param left milliseconds that the check may still take
 * @returns asks each question once, failures too; when the time is up, what is open fails with kind `budget`
 */
export function createLook(
  resolve: Resolve,
  left: number,
): {
  readonly ask: Resolve;
  /** Settles when the time is up. */
  readonly over: Promise<DnsFailure>;
  readonly end: () => void;
} {
  const asked = new Map<string, Promise<Answer>>();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<DnsFailure>((done) => {
    const failure: DnsFailure = {
      status: 'failed',
      kind: 'budget',
      why: `DNS had not answered when the ${left / 1000} seconds for one check were over`,
    };
    timer = setTimeout(() => done(failure), left);
  });
  const ask = (name: string, type: RecordType): Promise<Answer> => {
    const key = `${type} ${name.toLowerCase()}`;
    const known = asked.get(key) ?? Promise.race([resolve(name, type), over]);
    asked.set(key, known);
    return known;
  };
  return { ask: ask as Resolve, over, end: () => clearTimeout(timer) };
}
