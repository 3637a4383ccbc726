/** Begins a piece of work when those before it are over, in their order. @returns what the work does */
export type Line = <T>(work: () => Promise<T>) => Promise<T>;

export function createLine(): Line {
  let last: Promise<void> = Promise.resolve();
  const over = (): void => {};
  return (work) => {
    const mine = last.then(work);
    last = mine.then(over, over);
    return mine;
  };
}
