/** The store did not answer as soon as somebody had to know. What was asked of it may still happen. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
  constructor() {
    super('The database did not answer in time.');
  }
}

/**
 * @param ms to wait at most
 * @throws TooLate where the work takes longer; it goes on all the same
 */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate()), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
