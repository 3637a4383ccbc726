/**
 * Where the program keeps its things, wherever it is called from: a folder with the database, and with `.env` and
 * `escalation.yml`, if there are any. No configuration is read here but `.env`, so that a look-up starts at once.
 */
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

type Environment = Readonly<Record<string, string | undefined>>;

export type Place = {
  readonly folder: string;
  /** The `.env` that was read: the working directory's, else the place's own. */
  readonly settings: string | null;
  /** Where `.env` is looked for, in this order. */
  readonly lookedFor: readonly string[];
  /** The environment with what that file adds; paths in it are absolute. */
  readonly environment: Environment;
};

const PACKAGE = dirname(fileURLToPath(new URL('../package.json', import.meta.url)));
const NAME = 'bounce-triage';

/**
 * @param environment such as `process.env`; what is set there already stays
 * @param directory the working directory
 * @param program where the program lies: in a checkout its folder is the place
 * @throws Error naming `.env` where it can't be read
 */
export function findPlace(environment: Environment, directory: string, program = PACKAGE): Place {
  const folder = folderFor(environment, directory, program);
  const lookedFor = [...new Set([directory, folder])].map((one) => join(one, '.env'));
  const settings = lookedFor.find((file) => existsSync(file)) ?? null;
  const written = settings === null ? {} : parseEnv(textOf(settings));
  const beside = settings === null ? folder : dirname(settings);
  const from = (name: string): string => (environment[name] === undefined ? beside : folder);
  const all = { ...written, ...definedOf(environment) };
  const pathOf = (name: string): string | undefined =>
    isSet(all[name]) ? resolve(from(name), expanded(all[name].trim(), environment)) : undefined;
  const database = isSet(all.DATABASE_URL) ? all.DATABASE_URL.trim() : null;
  return {
    folder,
    settings,
    lookedFor,
    environment: {
      ...all,
      DATABASE_URL:
        database === null
          ? join(dataOf(folder, program), `${NAME}.db`)
          : absolute(database, from('DATABASE_URL'), environment),
      CATALOG_DIR: pathOf('CATALOG_DIR'),
      ESCALATION_FILE: pathOf('ESCALATION_FILE') ?? usualPlan([beside, folder]),
    },
  };
}

/**
 * The folder that BOUNCE_TRIAGE_HOME names; a checkout's own; else the system's usual one for data of programs: that of
 * the XDG Base Directory Specification, on macOS and Windows their own.
 */
function folderFor(environment: Environment, directory: string, program: string): string {
  const named = environment.BOUNCE_TRIAGE_HOME;
  if (isSet(named)) return resolve(directory, expanded(named.trim(), environment));
  if (isCheckout(program)) return program;
  const home = homeOf(environment);
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', NAME);
  if (process.platform === 'win32')
    return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), NAME);
  const data = environment.XDG_DATA_HOME ?? '';
  // "All paths set in these environment variables must be absolute", others are to be ignored.
  return join(isAbsolute(data) ? data : join(home, '.local', 'share'), NAME);
}

/** An empty variable counts as none: what is under a home of no name would be in the working directory. */
function homeOf({ HOME, USERPROFILE }: Environment): string {
  if (isSet(HOME)) return HOME;
  if (isSet(USERPROFILE)) return USERPROFILE;
  try {
    return userInfo().homedir || sep;
  } catch {
    // A user without an entry of its own, as containers have them: at the root the message says what to do.
    return sep;
  }
}

/** In `.env` no shell makes the home folder of `~/`. */
const expanded = (path: string, environment: Environment): string =>
  /^~(?=[\\/]|$)/.test(path) ? join(homeOf(environment), path.slice(1)) : path;

const isCheckout = (program: string): boolean => !/[\\/]node_modules[\\/]/.test(program);

/** A checkout has other things in its folder: the database gets one of its own. */
const dataOf = (folder: string, program: string): string =>
  folder === program ? join(folder, 'data') : folder;

/** `file:data/x.db` is relative, as in `src/store`; PostgreSQL's addresses and ":memory:" are no paths. */
function absolute(database: string, from: string, environment: Environment): string {
  if (database === ':memory:' || /^(?!file:)[a-z][a-z0-9+]+:/i.test(database)) return database;
  const [, scheme = '', path = ''] = /^(file:)?(.*)$/s.exec(database) ?? [];
  if (path.startsWith('//')) return database;
  return `${scheme}${resolve(from, expanded(path, environment))}`;
}

/** @returns where the database is, for the log: without user, password and options */
export function publicAddress(database: string): string {
  if (!/^postgres(ql)?:/i.test(database)) return database;
  const url = URL.parse(database);
  return url === null ? 'postgres' : `${url.protocol}//${url.host}${url.pathname}`;
}

const usualPlan = (folders: readonly string[]): string | undefined =>
  folders.map((folder) => join(folder, 'escalation.yml')).find((file) => existsSync(file));

const isSet = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';

const definedOf = (environment: Environment) =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
