/** How far the reading of logs is: a bar, how fast it goes, and how long it takes yet. */

import type { LogInput } from './log-input.ts';
import { createProgress } from './progress.ts';
import { type Terminal, widthOf } from './terminal.ts';

const BAR = 20;
const MB = 1_000_000;
/** Seconds before which nobody knows how fast it goes. */
const SOON = 1;

/**
 * @param logs whose sizes tell what is to be read, packed as they are
 * @returns what is told of each piece that was read; nothing is shown where standard error is no terminal
 */
export function logProgress(
  logs: readonly Pick<LogInput, 'size'>[],
  terminal: Terminal,
): { readonly read: (bytes: number) => void; readonly end: () => void } {
  if (terminal.stderr.isTTY !== true) return { read() {}, end() {} };
  const { report, end } = createProgress(terminal);
  const all = sizeOf(logs);
  const start = performance.now();
  let done = 0;
  return {
    end,
    read(bytes) {
      done += bytes;
      report(progressLine(done, all, (performance.now() - start) / 1000).slice(0, widthOf(terminal) - 1));
    },
  };
}

/** @returns bytes of all of them, packed as they are; null: nobody knows */
export const sizeOf = (logs: readonly Pick<LogInput, 'size'>[]): number | null =>
  logs.every(({ size }) => size !== null) ? logs.reduce((sum, { size }) => sum + (size ?? 0), 0) : null;

/**
 * @param done bytes, and `all` of them; null: nobody knows
 * @param seconds that it took so far
 * @returns "[########            ]  42 %  1.2 of 2.9 GB  48 MB/s  0:36 left"
 */
export function progressLine(done: number, all: number | null, seconds: number): string {
  const rate = done / Math.max(seconds, 0.001);
  const speed = `${(rate / MB).toFixed(rate < 10 * MB ? 1 : 0)} MB/s`;
  if (all === null || all === 0) return `${sizeWords(done)}  ${speed}`;
  const share = Math.min(1, done / all);
  const filled = Math.round(share * BAR);
  const left = seconds < SOON ? '' : `  ${clockWords(Math.max(0, all - done) / rate)} left`;
  const bar = `[${'#'.repeat(filled)}${' '.repeat(BAR - filled)}]`;
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${sizeWords(done)} of ${sizeWords(all)}  ${speed}${left}`;
}

/** @returns "831 kB", "2.4 MB", "62 MB", "2.1 GB" */
export function sizeWords(bytes: number): string {
  if (bytes < MB) return `${Math.ceil(bytes / 1000)} kB`;
  if (bytes < 10 * MB) return `${(bytes / MB).toFixed(1)} MB`;
  return bytes < 1000 * MB ? `${Math.round(bytes / MB)} MB` : `${(bytes / MB / 1000).toFixed(1)} GB`;
}

/** @returns "0:36", "1:02:05" */
function clockWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`;
}
