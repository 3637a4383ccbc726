import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockOf } from '../../src/intake/time/clock.ts';
import { momentOf } from '../../src/intake/time/moment.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const berlin = clockOf('', NOW, 'Europe/Berlin');
const read = (told: string | number) => momentOf(told, berlin);

describe('a time, in whichever notation', () => {
  test.each([
    // Syslog, and what viewers make of it.
    ['Nov 21 04:05:06', '2026-11-21T03:05:06.000Z'],
    ['Jul  1 04:05:06', '2026-07-01T02:05:06.000Z'],
    ['Nov 21 04:05:06.123456', '2026-11-21T03:05:06.123Z'],
    ['2026 Nov 21 04:05:06', '2026-11-21T03:05:06.000Z'],
    ['Nov 21 2026 04:05:06', '2026-11-21T03:05:06.000Z'],
    ['Sat Nov 21 04:05:06 2026', '2026-11-21T03:05:06.000Z'],
    ['Sat Nov 21 04:05:06 UTC 2026', '2026-11-21T04:05:06.000Z'],
    ['Sat Nov 21 04:05:06 2026 -0500', '2026-11-21T09:05:06.000Z'],
    // RFC 3339 and its kin.
    ['2026-11-21T04:05:06Z', '2026-11-21T04:05:06.000Z'],
    ['2026-11-21T04:05:06.123456789+01:00', '2026-11-21T03:05:06.123Z'],
    ['2026-11-21 04:05:06', '2026-11-21T03:05:06.000Z'],
    ['2026-11-21 04:05:06,789', '2026-11-21T03:05:06.789Z'],
    ['2026-11-21 04:05:06 -0300', '2026-11-21T07:05:06.000Z'],
    ['2026-11-21 04:05:06.123 +0000 UTC', '2026-11-21T04:05:06.123Z'],
    ['2026-11-21T04:05:06[America/New_York]', '2026-11-21T09:05:06.000Z'],
    ['20261121T040506Z', '2026-11-21T04:05:06.000Z'],
    ['2026/11/21 04:05:06', '2026-11-21T03:05:06.000Z'],
    // RFC 5322, with comments and old zones.
    ['Sat, 21 Nov 2026 04:05:06 +0100 (CET)', '2026-11-21T03:05:06.000Z'],
    ['Sat, 21 Nov 2026 04:05:06 -0800 (Pacific Standard Time)', '2026-11-21T12:05:06.000Z'],
    ['21 Nov 26 04:05 EST', '2026-11-21T09:05:00.000Z'],
    ['Sat, 21 Nov 2026 04:05:06 GMT', '2026-11-21T04:05:06.000Z'],
    // Unix time in whichever part of a second, and TAI64N.
    ['1763697906', '2025-11-21T04:05:06.000Z'],
    ['1763697906.123', '2025-11-21T04:05:06.123Z'],
    ['1763697906123', '2025-11-21T04:05:06.123Z'],
    ['1763697906123456', '2025-11-21T04:05:06.123Z'],
    ['1763697906123456789', '2025-11-21T04:05:06.123Z'],
    ['@4000000037c219bf2ef02e94', '1999-08-24T04:04:05.787Z'],
    // Web servers, Windows, Exchange.
    ['21/Nov/2026:04:05:06 +0100', '2026-11-21T03:05:06.000Z'],
    ['12/31/2025 10:22:01 PM', '2025-12-31T21:22:01.000Z'],
    ['31/12/2025 22:22:01', '2025-12-31T21:22:01.000Z'],
    ['31.12.2025 22:22:01', '2025-12-31T21:22:01.000Z'],
    ['Saturday, November 21, 2026 4:05:06 PM', '2026-11-21T15:05:06.000Z'],
    ['11/21/2026 12:05:06 AM', '2026-11-20T23:05:06.000Z'],
    // Other languages.
    ['Sa., 21. Nov. 2026 04:05:06', '2026-11-21T03:05:06.000Z'],
    ['Mär  3 10:15:02', '2026-03-03T09:15:02.000Z'],
    ['21 novembre 2026 à 04:05', '2026-11-21T03:05:00.000Z'],
    ['21 de noviembre de 2026 04:05:06', '2026-11-21T03:05:06.000Z'],
    ['2026年11月21日 04:05:06', '2026-11-21T03:05:06.000Z'],
  ])('%s', (told, moment) => {
    expect(read(told)).toBe(moment);
  });

  test.each([
    ['a month first or a day first', '03/04/2026 10:22:01'],
    ['a day without its time', '2026-11-21'],
    ['no day of the calendar', 'Feb 30 10:00:00'],
    ['nor this', '2025-02-29 10:00:00'],
    ['no month', '2026-13-01 04:05:06'],
    ['no hour', '2026-11-21 25:05:06'],
    ['no hour of a half day', '11/21/2026 13:05:06 PM'],
    ['a zone that nobody knows', '2026-11-21 04:05:06 XYZ'],
    ['an offset that no zone has', '2026-11-21T04:05:06+25:00'],
    ['long after it was pasted', '2027-06-01T00:00:00Z'],
    ['before there was such mail', '0'],
    ['words', 'the day before yesterday'],
    ['', ''],
  ])('%s is no moment', (_, told) => {
    expect(read(told)).toBeNull();
  });

  test('any text is read, and gives a moment or nothing', () => {
    const piece = fc.constantFrom(
      'Nov',
      '31',
      '24:00',
      ':',
      '2026-',
      '@4',
      '+99',
      ' ',
      '(',
      '/',
      'Z',
      '12:30',
      'é',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 90 }),
          fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
        ),
        (told) => {
          expect(read(told) ?? '').toMatch(/^$|^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
        },
      ),
    );
  });

  test('any moment is read back from each notation that names year and zone', () => {
    const moments = fc
      .integer({ min: Date.UTC(1995, 0) / 1000, max: NOW / 1000 })
      .map((seconds) => new Date(seconds * 1000));
    fc.assert(
      fc.property(moments, (moment) => {
        const iso = moment.toISOString();
        const seconds = moment.getTime() / 1000;
        for (const told of [
          iso,
          iso.replace('T', ' ').replace('.000Z', ' +0000'),
          moment.toUTCString(),
          `${seconds}`,
        ])
          expect(read(told)).toBe(iso);
      }),
    );
  });
});

describe('a line of syslog, which names no year', () => {
  test('of 31 December, pasted on New Year’s Day, is of last year', () => {
    const clock = clockOf('', Date.parse('2027-01-01T00:30:00Z'), 'UTC');
    expect(momentOf('Dec 31 23:59:00', clock)).toBe('2026-12-31T23:59:00.000Z');
    expect(momentOf('Jan  1 00:10:00', clock)).toBe('2027-01-01T00:10:00.000Z');
  });

  test('may be a day ahead, where clocks or zones differ, and not more', () => {
    expect(read('Nov 29 11:00:00')).toBe('2026-11-29T10:00:00.000Z');
    expect(read('Nov 29 14:00:00')).toBe('2025-11-29T13:00:00.000Z');
  });

  test('of 29 February is of the last leap year', () => {
    expect(read('Feb 29 10:00:00')).toBe('2024-02-29T09:00:00.000Z');
  });

  test('is of the newest year that isn’t over a day ahead of the paste, whenever that was', () => {
    const day = 86_400_000;
    const paste = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2090, 0) });
    fc.assert(
      fc.property(paste, fc.integer({ min: 0, max: 360 }), (now, days) => {
        const at = new Date(Math.floor((now - days * day) / 1000) * 1000);
        if (at.getUTCMonth() === 1 && at.getUTCDate() === 29) return;
        const [, date, month, , time] = at.toUTCString().split(' ');
        expect(momentOf(`${month} ${date} ${time}`, clockOf('', now, 'UTC'))).toBe(at.toISOString());
      }),
    );
  });

  test('is no moment where nobody says when it was pasted', () => {
    expect(momentOf('Nov 21 04:05:06', clockOf('', null, 'UTC'))).toBeNull();
  });
});

describe('the zone of a time that names none', () => {
  test('in the hour that clocks leap over, and in the one that they show twice', () => {
    // Europe/Berlin leaps from 2:00 to 3:00 on 29 March 2026, and back on 25 October.
    expect(read('2026-03-29 01:59:59')).toBe('2026-03-29T00:59:59.000Z');
    expect(read('2026-03-29 02:30:00')).toBe('2026-03-29T01:30:00.000Z');
    expect(read('2026-03-29 03:00:00')).toBe('2026-03-29T01:00:00.000Z');
    expect(read('2026-10-25 02:30:00')).toBe('2026-10-25T00:30:00.000Z');
    expect(read('2026-10-25 03:00:00')).toBe('2026-10-25T02:00:00.000Z');
  });

  test('is that of the other times of the text', () => {
    const clock = clockOf('Date: Fri, 20 Nov 2026 09:58:00 -0500\nNov 20 10:00:00 mx1', NOW, 'Europe/Berlin');
    expect(momentOf('Nov 20 10:00:00', clock)).toBe('2026-11-20T15:00:00.000Z');
  });

  test('is the setting’s where the text speaks of its summer time or its winter time', () => {
    const clock = clockOf('Date: Mon, 20 Jul 2026 09:58:00 +0200', NOW, 'Europe/Berlin');
    expect(momentOf('Nov 20 10:00:00', clock)).toBe('2026-11-20T09:00:00.000Z');
  });

  test('is the setting’s where the text names several alike', () => {
    const clock = clockOf('10:00:00 +0300 and 10:00:00 -0500', NOW, 'Europe/Berlin');
    expect(momentOf('Nov 20 10:00:00', clock)).toBe('2026-11-20T09:00:00.000Z');
  });
});
