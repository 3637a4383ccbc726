/** Where the database, `.env` and `escalation.yml` are looked for, wherever the program is called from. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPlace, publicAddress } from '../../app/place.ts';

let root: string;
let elsewhere: string;
/** An installed package, and a checkout. */
let installed: string;
let checkout: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bounce-triage-place-'));
  elsewhere = join(root, 'elsewhere');
  installed = join(root, 'project', 'node_modules', 'bounce-triage');
  checkout = join(root, 'checkout');
  for (const folder of [elsewhere, installed, checkout]) mkdirSync(folder, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (folder: string, name: string, text: string): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
};

describe('the database', () => {
  test('of a checkout is in its data folder, from everywhere', () => {
    for (const directory of [checkout, elsewhere, '/']) {
      const { folder, environment } = findPlace({}, directory, checkout);
      expect(folder).toBe(checkout);
      expect(environment.DATABASE_URL).toBe(join(checkout, 'data', 'bounce-triage.db'));
    }
  });

  test.runIf(process.platform === 'linux')('of a package is where data of programs belongs', () => {
    const data = join(root, 'data');
    const place = (environment: Record<string, string>) => findPlace(environment, '/', installed);
    expect(place({ HOME: root }).environment.DATABASE_URL).toBe(
      join(root, '.local', 'share', 'bounce-triage', 'bounce-triage.db'),
    );
    expect(place({ HOME: root, XDG_DATA_HOME: data }).folder).toBe(join(data, 'bounce-triage'));
    // A relative one is to be ignored.
    expect(place({ HOME: root, XDG_DATA_HOME: 'data' }).folder).toBe(
      join(root, '.local', 'share', 'bounce-triage'),
    );
  });

  test('an empty HOME counts as none: nothing lands in the working directory', () => {
    const { folder } = findPlace({ HOME: '' }, elsewhere, installed);
    expect(isAbsolute(folder)).toBe(true);
    expect(folder).toBe(findPlace({}, elsewhere, installed).folder);
  });

  test.each([
    ['~/cases.db', 'cases.db'],
    ['file:~/x/cases.db', 'file:x/cases.db'],
  ])('%s in .env is in the home folder', (url, expected) => {
    write(elsewhere, '.env', `DATABASE_URL=${url}\nCATALOG_DIR=~/ours\n`);
    const home = join(root, 'home');
    const { environment } = findPlace({ HOME: home }, elsewhere, checkout);
    const path = join(home, expected.replace('file:', ''));
    expect(environment).toMatchObject({
      DATABASE_URL: expected.startsWith('file:') ? `file:${path}` : path,
      CATALOG_DIR: join(home, 'ours'),
    });
  });

  test('is in the folder that BOUNCE_TRIAGE_HOME names, and in one that is relative to where it was called', () => {
    const home = join(root, 'home');
    expect(findPlace({ BOUNCE_TRIAGE_HOME: home }, '/', installed).environment.DATABASE_URL).toBe(
      join(home, 'bounce-triage.db'),
    );
    expect(findPlace({ BOUNCE_TRIAGE_HOME: 'home' }, root, installed).folder).toBe(home);
  });

  test.each([
    ['cases.db', 'cases.db'],
    ['file:cases.db', 'file:cases.db'],
    ['file:../x/cases.db', 'file:../x/cases.db'],
  ])('%s is beside the .env that names it', (url, expected) => {
    write(elsewhere, '.env', `DATABASE_URL=${url}\n`);
    const { environment, settings } = findPlace({}, elsewhere, checkout);
    expect(settings).toBe(join(elsewhere, '.env'));
    const path = join(elsewhere, expected.replace('file:', ''));
    expect(environment.DATABASE_URL).toBe(expected.startsWith('file:') ? `file:${path}` : path);
  });

  test('named in the environment, relative, is in the place, whatever .env is read', () => {
    write(elsewhere, '.env', 'DATABASE_URL=other.db\n');
    const { environment } = findPlace({ DATABASE_URL: 'cases.db' }, elsewhere, checkout);
    expect(environment.DATABASE_URL).toBe(join(checkout, 'cases.db'));
  });

  test.each([
    'postgres://ann:secret@db.example.com/bounces',
    'file:///var/x.db',
    ':memory:',
    '/var/x.db',
  ])('%s stays as it is', (url) => {
    expect(findPlace({ DATABASE_URL: url }, elsewhere, checkout).environment.DATABASE_URL).toBe(url);
  });
});

describe('.env', () => {
  test('of the working directory comes before that of the place; what is set already stays', () => {
    write(checkout, '.env', 'PORT=1\nWATCH=off\n');
    const fromAfar = findPlace({ WATCH: 'asked' }, elsewhere, checkout);
    expect(fromAfar.settings).toBe(join(checkout, '.env'));
    expect(fromAfar.environment).toMatchObject({ PORT: '1', WATCH: 'asked' });
    write(elsewhere, '.env', 'PORT=2\n');
    const near = findPlace({}, elsewhere, checkout);
    expect(near.environment).toMatchObject({ PORT: '2' });
    expect(near.environment.WATCH).toBeUndefined();
  });

  test('none is needed', () => {
    expect(findPlace({}, elsewhere, checkout)).toMatchObject({
      settings: null,
      lookedFor: [join(elsewhere, '.env'), join(checkout, '.env')],
    });
  });
});

describe('escalation.yml and CATALOG_DIR', () => {
  test('escalation.yml is read beside .env, else in the place', () => {
    expect(findPlace({}, elsewhere, checkout).environment.ESCALATION_FILE).toBeUndefined();
    write(checkout, 'escalation.yml', '');
    expect(findPlace({}, elsewhere, checkout).environment.ESCALATION_FILE).toBe(
      join(checkout, 'escalation.yml'),
    );
    write(elsewhere, '.env', '');
    write(elsewhere, 'escalation.yml', '');
    expect(findPlace({}, elsewhere, checkout).environment.ESCALATION_FILE).toBe(
      join(elsewhere, 'escalation.yml'),
    );
  });

  test('what .env names is relative to it', () => {
    write(checkout, '.env', 'CATALOG_DIR=ours\nESCALATION_FILE=routes/all.yml\n');
    expect(findPlace({}, elsewhere, checkout).environment).toMatchObject({
      CATALOG_DIR: join(checkout, 'ours'),
      ESCALATION_FILE: join(checkout, 'routes', 'all.yml'),
    });
  });
});

test('the log shows where the database is, and no password', () => {
  expect(publicAddress('/srv/bounces.db')).toBe('/srv/bounces.db');
  expect(publicAddress('postgres://ann:secret@db.example.com:5433/bounces?sslmode=require')).toBe(
    'postgres://db.example.com:5433/bounces',
  );
});
