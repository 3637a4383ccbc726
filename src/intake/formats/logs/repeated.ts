/**
 * What syslog writes in place of a line that came again: rsyslog's `message repeated 3 times: [ … ]` with the line in it
 * ("RepeatedMsgReduction"), and sysklogd's `last message repeated 3 times`, which stands for the line above it.
 */

/** … behind its own time, host and program. */
const WITH_LINE = /^(.{1,300}?): message repeated (\d{1,6}) times: \[ ?(.{1,8000})\]\s{0,3}$/;
const WITHOUT = /^.{0,120}? last message repeated (\d{1,6}) times?\s{0,3}$/;

/** @returns the line as it would stand there, and how often it came again; any other line as it is, once */
export function repeatedIn(line: string): { readonly line: string; readonly times: number } {
  const [, front = '', times = '1', message = ''] = line.includes(': message repeated ')
    ? (WITH_LINE.exec(line) ?? [])
    : [];
  return front === '' ? { line, times: 1 } : { line: `${front}: ${message}`, times: Number(times) };
}

/** @returns how often the line above came again; 0: the line says nothing of it */
export const lastRepeated = (line: string): number =>
  line.includes('last message repeated ') ? Number(WITHOUT.exec(line)?.[1] ?? 0) : 0;
