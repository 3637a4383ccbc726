import { fileURLToPath } from 'node:url';

/** @returns the folder of the catalog that we ship: its files in a checkout, what the build made of them else */
export function builtInCatalog(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(
    isSource ? new URL('../catalog', import.meta.url) : new URL('../dist/catalog', import.meta.url),
  );
}
