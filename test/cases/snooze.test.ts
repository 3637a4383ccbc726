import { describe, expect, test } from 'vitest';
import { readUntil } from '../../src/cases/index.ts';

const NOW = new Date('2026-11-21T10:15:00Z');
const until = (words: string): string | null => {
  const at = readUntil(words, NOW);
  return at === null ? null : new Date(at).toISOString();
};

describe('until when', () => {
  test.each([
    ['12h', '2026-11-21T22:15:00.000Z'],
    [' 1 hour ', '2026-11-21T11:15:00.000Z'],
    ['3 days', '2026-11-24T10:15:00.000Z'],
    ['2W', '2026-12-05T10:15:00.000Z'],
    ['2026-11-25 14:30', new Date(2026, 10, 25, 14, 30).toISOString()],
    ['2026-11-25T07:05', new Date(2026, 10, 25, 7, 5).toISOString()],
    ['2026-12-01', new Date(2026, 11, 1, 9, 0).toISOString()],
  ])('%s is %s', (words, expected) => {
    expect(until(words)).toBe(expected);
  });

  test.each([
    '',
    'soon',
    '0h',
    '91d',
    '5 minutes',
    '2026-11-20',
    '2026-02-30',
    '2026-11-25 25:00',
    '2027-11-21',
    '-3d',
  ])('"%s" is none', (words) => {
    expect(until(words)).toBeNull();
  });
});
