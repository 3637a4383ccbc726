/** Opens what is packed: one file in `.gz` (RFC 1952), several in `.zip` and tar, never more than the budget holds. */
import { unzipSync } from 'fflate';
import { type Budget, MAX_BYTES, MAX_FILES, MAX_RATIO, SMALL } from './budget.ts';
import { CUT, gunzipped } from './gzip.ts';
import type { Packed } from './kind.ts';
import { notRead, shown } from './not-read.ts';
import { filesOfTar } from './tar.ts';
import { protectedIn } from './zip-directory.ts';

export type File = { readonly name: string | null; readonly bytes: Uint8Array };

export type Unpacked = {
  readonly files: readonly File[];
  /** In plain words, what was left out. */
  readonly left: readonly string[];
};

/** The size of what is in it was more than the budget still holds. */
const TOO_LARGE = `it unpacks to more than ${MAX_BYTES / 1024 / 1024} MB`;
const TOO_DENSE = `it unpacks to more than ${MAX_RATIO} times its size, as no log does`;
const DAMAGED = 'it is damaged. Pack it again, or paste what is in it';
const PROTECTED = 'it is protected by a password. Pack it without one';

/**
 * @param budget what is taken of it is gone
 * @returns its files, those that couldn't be opened named in `left`; it never throws
 */
export function unpack(file: File, packed: Packed, budget: Budget): Unpacked {
  try {
    return OPEN[packed](file, budget);
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    const why = isTooLarge ? TOO_LARGE : DAMAGED;
    return { files: [], left: [notRead(file.name, why)] };
  }
}

const isTooDense = (packed: number, unpacked: number): boolean =>
  unpacked > SMALL && unpacked > packed * MAX_RATIO;

function gunzip({ name, bytes }: File, budget: Budget): Unpacked {
  const { inside, fault } = gunzipped(bytes, Math.max(1, budget.bytes));
  budget.bytes -= inside.length;
  if (isTooDense(bytes.length, inside.length)) return { files: [], left: [notRead(name, TOO_DENSE)] };
  if (fault === CUT && inside.length === 0) return { files: [], left: [notRead(name, 'it is cut off')] };
  return {
    files: [{ name: name === null ? null : nameInside(name), bytes: inside }],
    left: fault === null ? [] : [`${shown(name ?? 'An attached file')} ${fault}`],
  };
}

/** What is in it is no file beside it: its folder isn't part of the name. */
const nameInside = (name: string): string =>
  name
    .replace(/^.*[\\/]/s, '')
    .replace(/\.gz$/i, '')
    .replace(/\.tgz$/i, '.tar');

/** Folders, and what Macs and Windows put beside the files that people chose. */
const BY_THE_WAY = /\/$|^__MACOSX\/|(?:^|\/)(?:\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$/;

function unzip({ name, bytes }: File, budget: Budget): Unpacked {
  const isProtected = protectedIn(bytes);
  const left: string[] = [];
  const closed: string[] = [];
  const taken = new Set<string>();
  let tooMany = 0;
  let nr = -1;
  unzipSync(bytes, {
    filter(entry) {
      nr += 1;
      if (BY_THE_WAY.test(entry.name)) return false;
      if (isProtected[nr]) closed.push(entry.name);
      else if (taken.size >= budget.files) tooMany += 1;
      else if (entry.originalSize > budget.bytes) left.push(notRead(entry.name, TOO_LARGE));
      else if (isTooDense(entry.size, entry.originalSize)) left.push(notRead(entry.name, TOO_DENSE));
      else {
        budget.bytes -= entry.originalSize;
        taken.add(entry.name);
      }
      return false;
    },
  });
  budget.files -= taken.size;
  const isWhole = taken.size === 0 && left.length === 0;
  const names = isWhole && closed.length > 0 ? [name] : closed;
  left.push(...names.map((one) => notRead(one, PROTECTED)), ...tooManyOf(name, tooMany));
  return { files: extracted(bytes, taken, left), left };
}

function untar({ name, bytes }: File, budget: Budget): Unpacked {
  const { files, isBroken } = filesOfTar(bytes);
  const all = files.filter((file) => !BY_THE_WAY.test(file.name));
  const taken = all.slice(0, budget.files);
  budget.files -= taken.length;
  const broken =
    taken.length === 0
      ? notRead(name, DAMAGED)
      : `${shown(name ?? 'An archive')} was read as far as it goes: it is cut off or damaged.`;
  return {
    files: taken,
    left: [...(isBroken ? [broken] : []), ...tooManyOf(name, all.length - taken.length)],
  };
}

const OPEN: Readonly<Record<Packed, (file: File, budget: Budget) => Unpacked>> = {
  gzip: gunzip,
  zip: unzip,
  tar: untar,
};

const tooManyOf = (name: string | null, count: number): readonly string[] =>
  count === 0
    ? []
    : [
        `${count.toLocaleString('en')} more files of ${shown(name ?? 'an archive')} were not read: I read ${MAX_FILES.toLocaleString('en')}.`,
      ];

/** All at once, and where one of them is damaged each by itself. */
function extracted(bytes: Uint8Array, names: ReadonlySet<string>, left: string[]): readonly File[] {
  const extract = (isWanted: (name: string) => boolean): readonly File[] =>
    Object.entries(unzipSync(bytes, { filter: ({ name }) => isWanted(name) })).map(([name, inside]) => ({
      name,
      bytes: inside,
    }));
  try {
    return extract((name) => names.has(name));
  } catch {
    return [...names].flatMap((wanted) => {
      try {
        return extract((name) => name === wanted);
      } catch {
        left.push(notRead(wanted, DAMAGED));
        return [];
      }
    });
  }
}
