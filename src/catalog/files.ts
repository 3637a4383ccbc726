import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A file of the catalog as it lies there. */
export type CatalogText = {
  /** Path within its folder, with slashes: "providers/google.yml". */
  readonly name: string;
  readonly text: string;
  /** From the team's own folder: it may override what we ship, and a mistake in it stops nothing. */
  readonly own: boolean;
};

/** Thrown where a catalog folder can't be read: the message names it and says why. */
export class CatalogFolderError extends Error {
  override readonly name = 'CatalogFolderError';
}

/**
 * @param folder path of a catalog folder
 * @returns its YAML files, folders within it included, by name
 * @throws CatalogFolderError where it can't be read
 */
export function catalogTexts(folder: string, own: boolean): readonly CatalogText[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.ya?ml$/.test(path))
      .sort()
      .map((path) => ({
        name: path.split(sep).join('/'),
        text: readFileSync(join(folder, path), 'utf8'),
        own,
      }));
  } catch (cause) {
    throw new CatalogFolderError(`The catalog folder ${folder} can't be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}
