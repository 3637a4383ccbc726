/** The documents say what the code does: every setting, its default, and where a page leads. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../app/config.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** `findPlace` always says where the database is. */
const DATABASE = { DATABASE_URL: '/srv/bounces.db' };
const DEFAULTS = readConfig(DATABASE);
const SETTINGS = Object.keys(DEFAULTS).toSorted();

describe('settings', () => {
  test('docs/configuration.md has a row for each, and for nothing else', () => {
    const rows = text('docs/configuration.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const named = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
    );
    expect(named.toSorted()).toEqual(SETTINGS);
  });

  test('.env.example has each once, with the default as its value', () => {
    const example = text('.env.example');
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(SETTINGS);
    expect(readConfig({ ...parseEnv(example), ...DATABASE })).toEqual(DEFAULTS);
  });
});

describe('documents', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'catalog/README.md'].concat(
    readdirSync(join(ROOT, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  );

  test.each(pages)('%s leads to files that are there', (page) => {
    const links = [...text(page).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, path]) => path as string);
    expect(links.filter((path) => !existsSync(join(ROOT, dirname(page), path)))).toEqual([]);
  });

  test('README is read in five minutes: under 900 words', () => {
    expect(text('README.md').split(/\s+/).length).toBeLessThan(900);
  });

  test('every file that docs/architecture.md names is there', () => {
    const named = [
      ...text('docs/architecture.md').matchAll(/`((?:src|app|adapters|bin|test|catalog)\/[\w./-]*)`/g),
    ];
    expect(named.length).toBeGreaterThan(20);
    expect(named.map(([, path]) => path as string).filter((path) => !existsSync(join(ROOT, path)))).toEqual(
      [],
    );
  });
});
