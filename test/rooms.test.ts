/**
 * Who may import whom. A room is a folder of src/ or adapters/, or a file that stands alone in src/; it is entered
 * through its index.ts. `npm run check` runs this as well.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Each room, the lowest first, with those of src/ that it may import: only rooms above its own, so no circles. */
const ROOMS: Readonly<Record<string, string>> = {
  'src/csv-cell.ts': '',
  'src/direction.ts': '',
  'src/fingerprints.ts': '',
  'src/give-way.ts': '',
  'src/grow-slowly.ts': '',
  'src/platform.ts': '',
  'src/slips.ts': '',
  'src/towers.ts': '',
  'src/turns.ts': '',
  'src/store': 'give-way.ts',
  'src/catalog': '',
  'src/intake': 'direction.ts fingerprints.ts give-way.ts turns.ts',
  'src/audit': 'csv-cell.ts store',
  'src/suppressions': 'audit catalog store',
  'src/suppression-files': 'audit catalog csv-cell.ts store suppressions',
  'src/diagnosis': 'catalog give-way.ts intake',
  'src/talk': 'catalog diagnosis intake',
  'src/dns': 'catalog slips.ts',
  'src/escalation': 'catalog diagnosis direction.ts dns platform.ts',
  'src/cases': 'audit catalog csv-cell.ts diagnosis fingerprints.ts give-way.ts intake store suppressions',
  'src/forget': 'audit cases store suppressions',
  'src/replies':
    'audit cases catalog diagnosis dns escalation fingerprints.ts intake suppressions talk towers.ts',
  'src/queue': 'platform.ts replies store turns.ts',
  'src/desk':
    'audit cases catalog diagnosis dns escalation give-way.ts intake queue replies store suppressions talk',
  // What adapters share; each of them may use it.
  adapters: 'desk queue replies',
  'adapters/slack': 'desk direction.ts queue replies',
  'adapters/discord': 'desk direction.ts queue replies',
  // Its catalog page lists and searches the catalog itself.
  'adapters/web': 'desk queue replies catalog',
  // The command line is no chat: it explains without a store, and its operators work on the store without a desk.
  'adapters/cli':
    'audit cases catalog csv-cell.ts desk diagnosis dns escalation forget grow-slowly.ts intake platform.ts replies slips.ts store suppression-files suppressions talk towers.ts',
};
const allowed = (room: string): string[] => [
  ...(ROOMS[room] ?? '').split(' ').flatMap((name) => (name === '' ? [] : `src/${name}`)),
  ...(room.startsWith('adapters/') ? ['adapters'] : []),
];
/** app/ and bin/ put everything together. */
const FREE = ['app', 'bin'];

/** Rooms whose door is another file. */
const DOORS: Readonly<Record<string, string>> = { 'src/desk': 'src/desk.ts' };
/** Side doors: what is loaded without the rest of its room, or only when it is asked for. */
const SIDE_DOORS = [
  // The facts of a bounce, without the readers.
  'src/intake/bounce.ts',
  // The words alone, for help that comes at once.
  'src/catalog/words.ts',
  // The JSON schema, and a mistake's line: loaded for who asks, or where there is one.
  'src/catalog/json-schema.ts',
  'src/catalog/position.ts',
  // What the configuration checks, before a store or a webhook is needed.
  'src/store/vault.ts',
  'src/escalation/webhook/secret.ts',
  'adapters/web/reach.ts',
  // How anything is said on a terminal.
  'adapters/cli/lines.ts',
  // Works on the file of a database, without opening it as the store.
  'src/store/backup.ts',
  // Not among the commands: main hands it what the adapters found.
  'adapters/cli/doctor.ts',
];

/** Packages of one platform, and the only room that may know them. */
const PACKAGES: readonly (readonly [package_: RegExp, room: string])[] = [
  [/^@slack\//, 'adapters/slack'],
  [/^(?:discord\.js|@discordjs\/|discord-api-types)/, 'adapters/discord'],
  [/^(?:hono|@hono\/)/, 'adapters/web'],
];

const roomOf = (file: string): string => {
  const [top = '', name = '', deeper] = file.split('/');
  if (FREE.includes(top)) return top;
  const room = deeper === undefined && top === 'adapters' ? top : `${top}/${name}`;
  return Object.keys(DOORS).find((one) => DOORS[one] === room) ?? room;
};

/**
 * @param file that imports, from the root: "src/cases/case.ts"
 * @param specifier as it is written there
 * @returns what is wrong with it, or null
 */
function faultOf(file: string, specifier: string): string | null {
  const from = roomOf(file);
  if (!specifier.startsWith('.')) {
    const owner = PACKAGES.find(([name]) => name.test(specifier))?.[1] ?? from;
    return owner === from ? null : `${file}: ${specifier} is for ${owner} alone`;
  }
  const target = posix.join(posix.dirname(file), specifier);
  const to = roomOf(target);
  const isOutside = !/^(?:src|adapters|app|bin)\//.test(target);
  if (from === to || isOutside) return null;
  if (!FREE.includes(from) && !allowed(from).includes(to)) return `${file}: ${from} may not import ${to}`;
  const isDoor = target === (DOORS[to] ?? `${to}/index.ts`) || to.endsWith('.ts') || to === 'adapters';
  if (isDoor || SIDE_DOORS.includes(target) || FREE.includes(to)) return null;
  return `${file}: ${target} is not the door of ${to}`;
}

/** `import … from`, `export … from`, `import()`, `new URL()`, and JSDoc's `@import` and `import('…').Type`. */
const SPECIFIER = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1|\bnew URL\(\s*(['"])([^'"\n]+)\3/g;
const specifiersIn = (code: string): string[] =>
  [...code.matchAll(SPECIFIER)].map(([, , imported, , address]) => imported ?? address ?? '');

const files = ['src', 'adapters', 'app', 'bin'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|js)$/.test(name))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/'))),
);

test('every room keeps to the table, and enters others through their doors', () => {
  const faults = files.flatMap((file) =>
    specifiersIn(readFileSync(join(ROOT, file), 'utf8')).flatMap((one) => faultOf(file, one) ?? []),
  );
  expect(faults).toEqual([]);
});

test('every room stands in the table, below all that it may import', () => {
  const rooms = [...new Set(files.map(roomOf))].filter((room) => !FREE.includes(room));
  const names = Object.keys(ROOMS);
  expect(names.toSorted()).toEqual(rooms.toSorted());
  for (const [i, name] of names.entries()) {
    expect(names.slice(0, i)).toEqual(expect.arrayContaining(allowed(name)));
  }
});

test('every kind of import is seen', () => {
  const code = `
    import a from './a.ts';
    import type {
      B,
    } from "./b.ts";
    import './c.ts';
    export * from './d.ts';
    const e = await import('./e.ts');
    new Worker(new URL('./f.ts', import.meta.url));
    /** @import { G } from './g.ts' */
    /** @param {import('./h.ts').H} h */`;
  expect(specifiersIn(code).join(' ')).toBe('./a.ts ./b.ts ./c.ts ./d.ts ./e.ts ./f.ts ./g.ts ./h.ts');
});

test.each([
  ['src/cases/case.ts', '../replies/index.ts', 'src/cases may not import src/replies'],
  ['src/cases/case.ts', '../../adapters/adapter.ts', 'src/cases may not import adapters'],
  ['src/queue/queue.ts', '../../app/config.ts', 'src/queue may not import app'],
  ['src/desk/action.ts', '../cases/roles.ts', 'src/cases/roles.ts is not the door of src/cases'],
  ['src/desk/action.ts', '@slack/bolt', '@slack/bolt is for adapters/slack alone'],
  ['adapters/web/app.ts', 'discord.js', 'discord.js is for adapters/discord alone'],
  ['adapters/slack/people.ts', '../discord/escape.ts', 'adapters/slack may not import adapters/discord'],
  ['adapters/slack/people.ts', '../../src/cases/index.ts', 'adapters/slack may not import src/cases'],
  ['adapters/slack/people.ts', '../../src/desk/action.ts', 'src/desk/action.ts is not the door of src/desk'],
  ['adapters/web/page/api.js', '../../../src/replies/reply.ts', 'src/replies/reply.ts is not the door of'],
  ['app/main.ts', '../src/cases/case.ts', 'src/cases/case.ts is not the door of src/cases'],
])('%s can’t import %s', (file, specifier, fault) => {
  expect(faultOf(file, specifier)).toContain(fault);
});

test.each([
  ['src/cases/case.ts', './roles.ts'],
  ['src/cases/case.ts', '../store/index.ts'],
  ['src/desk/action.ts', '../desk.ts'],
  ['adapters/slack/listeners/actions.ts', '../../../src/desk.ts'],
  ['adapters/slack/doctor/index.ts', '../../../manifest.yml'],
  ['app/main.ts', '../adapters/slack/index.ts'],
])('%s can import %s', (file, specifier) => {
  expect(faultOf(file, specifier)).toBeNull();
});
