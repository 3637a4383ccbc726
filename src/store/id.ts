import { randomUUID } from 'node:crypto';

let lastTime = 0;
let count = 0;

/**
 * @param now milliseconds since 1970
 * @returns 22 letters and digits that sort by time: 9 of milliseconds, 3 of a counter within them, 10 of chance
 */
export function timeOrderedId(now: number): string {
  count = now === lastTime ? count + 1 : 0;
  lastTime = now;
  const time = now.toString(36).padStart(9, '0');
  return `${time}${count.toString(36).padStart(3, '0')}${randomUUID().slice(-10)}`;
}
