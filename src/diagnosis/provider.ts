import type { Catalog, Searchable } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { createFinder } from './finder.ts';

/**
 * Whose server spoke: told by the end of its host name, else by words that only this provider uses.
 * @returns a function to the provider's id, null where nothing proves one
 */
export function createProviderFinder(catalog: Catalog): (bounce: Bounce, text: Searchable) => string | null {
  const bySuffix = new Map(
    [...catalog.providers.values()].flatMap(({ id, hosts }) => hosts.map((host) => [bare(host), id])),
  );
  const marked = createFinder(catalog.providers.values(), (provider) => provider.marksCompiled);

  return (bounce, text) => {
    const labels = bounce.remoteHost?.split('.') ?? [];
    for (let i = 0; i < labels.length; i++) {
      const id = bySuffix.get(labels.slice(i).join('.'));
      if (id !== undefined) return id;
    }
    const found = marked(text);
    return (
      found.reduce<(typeof found)[number] | null>(
        (a, b) => (a === null || b.pattern.weight > a.pattern.weight ? b : a),
        null,
      )?.item.id ?? null
    );
  };
}

const bare = (host: string): string => host.replace(/^\./, '');
