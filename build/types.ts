import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isolatedDeclarationSync } from 'rolldown/experimental';

/** The library's public side: files that say all their types themselves, so that no others are needed beside them. */
const FILES = ['app/library.ts', 'app/library-types.ts'];

/** How they are imported, and how they are named where they are required: TypeScript takes no other for that. */
const KINDS = { js: 'd.ts', cjs: 'd.cts' };

/** Writes the declarations of the library. @throws Error where a type is left to be inferred */
export function writeTypes(root: string, to: string): void {
  for (const file of FILES) {
    const { code, errors } = isolatedDeclarationSync(file, readFileSync(join(root, file), 'utf8'));
    const [first] = errors;
    if (first !== undefined) throw new Error(`${file}: ${first.message}`);
    const name = basename(file, '.ts');
    for (const [imported, declared] of Object.entries(KINDS)) {
      writeFileSync(
        join(to, `${name}.${declared}`),
        code.replace(/(from "\.\/[\w-]+)\.ts"/g, `$1.${imported}"`),
      );
    }
  }
}
