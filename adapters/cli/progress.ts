import type { Terminal } from './terminal.ts';

/** Milliseconds between two reports, on a terminal and in a log. */
const ON_TERMINAL = 200;
const IN_LOG = 5000;

/** Says on standard error how far long work is: on a terminal in one line, else now and then a line of its own. */
export function createProgress({ stderr }: Terminal): {
  readonly report: (words: string) => void;
  readonly end: () => void;
} {
  const onTerminal = stderr.isTTY === true;
  let last = performance.now();
  let shown = false;
  return {
    report(words) {
      const now = performance.now();
      if (now - last < (onTerminal ? ON_TERMINAL : IN_LOG)) return;
      last = now;
      shown = true;
      stderr.write(onTerminal ? `\r\u001b[K${words}` : `${words}\n`);
    },
    end() {
      if (shown && onTerminal) stderr.write('\r\u001b[K');
    },
  };
}
