/** Counts the characters that expressions and searches look through: work that is the same on every machine. */

type Method = (this: never, ...args: never[]) => unknown;

/** Searches of strings that look from a place on to what they find, or to the end. */
const FORWARD = ['indexOf', 'includes'] as const;
/** What looks at all of a string. */
const WHOLE = ['split', 'trim', 'trimStart', 'trimEnd', 'toLowerCase', 'toUpperCase', 'replaceAll'] as const;

/**
 * @param work what is counted, started and awaited here
 * @returns characters looked through meanwhile: what an expression passes over on its way to what it finds counts once
 */
export async function charactersOf(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const undo: (() => void)[] = [];
  const instead = (of: object, name: string, counted: (original: Method) => Method): void => {
    const original = Reflect.get(of, name) as Method;
    Reflect.set(of, name, counted(original));
    undo.push(() => Reflect.set(of, name, original));
  };
  instead(
    RegExp.prototype,
    'exec',
    (original) =>
      function (this: RegExp, text: string) {
        const from = this.global || this.sticky ? this.lastIndex : 0;
        const found = Reflect.apply(original, this, [text] as never[]) as RegExpExecArray | null;
        if (found !== null) count += found.index - from + found[0].length + 1;
        else count += this.sticky ? 1 : Math.max(0, String(text).length - from) + 1;
        return found;
      } as Method,
  );
  for (const name of FORWARD)
    instead(
      String.prototype,
      name,
      (original) =>
        function (this: string, sought: string, from = 0) {
          const found = Reflect.apply(original, this, [sought, from] as never[]) as number | boolean;
          const at = typeof found === 'number' ? found : -1;
          count += at < 0 ? Math.max(0, this.length - from) : at - from;
          return found;
        } as Method,
    );
  instead(
    String.prototype,
    'lastIndexOf',
    (original) =>
      function (this: string, sought: string, from = this.length) {
        const found = Reflect.apply(original, this, [sought, from] as never[]) as number;
        count += Math.min(from, this.length) - Math.max(0, found);
        return found;
      } as Method,
  );
  for (const name of WHOLE)
    instead(
      String.prototype,
      name,
      (original) =>
        function (this: string, ...args: never[]) {
          count += this.length;
          return Reflect.apply(original, this, args);
        } as Method,
    );
  try {
    await work();
  } finally {
    for (const one of undo) one();
  }
  return count;
}
