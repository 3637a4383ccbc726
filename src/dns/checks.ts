import type { Blocklist, Catalog } from '../catalog/index.ts';
import type { Examined } from './examine.ts';
import type { CheckReport } from './report.ts';
import type { Resolver } from './resolver.ts';
import type { CheckInput } from './subject.ts';

export type ChecksOptions = {
  readonly resolver: Resolver;
  /** Knows the blocklists, the sending platforms and whose mailboxes are where. */
  readonly catalog: Pick<Catalog, 'blocklists' | 'providers' | 'senders'>;
  /** Ids of the lists that are always asked; the one that a bounce names is asked besides. */
  readonly lists: readonly string[];
  readonly now?: () => Date;
  /** Milliseconds for one check, 5,000 without. */
  readonly budgetMs?: number;
};

/** Looks into DNS for what may have made a mail bounce. */
export type Checks = {
  /**
   * @param fresh asks DNS again for everything, as a *Re-check* does
   * @returns the report; or what is wrong with the input, in plain words
   */
  readonly check: (
    input: CheckInput,
    fresh?: boolean,
  ) => Promise<{ readonly report: CheckReport } | { readonly faults: readonly string[] }>;
};

const BUDGET = 5000;

export function createChecks({
  resolver,
  catalog,
  lists,
  now = () => new Date(),
  budgetMs = BUDGET,
}: ChecksOptions): Checks {
  const senders = [...catalog.senders.values()];
  const providers = [...catalog.providers.values()];
  const listsFor = (named: string | null): readonly Blocklist[] =>
    [...new Set([...(named === null ? [] : [named]), ...lists])]
      .map((id) => catalog.blocklists.get(id))
      .filter((list) => list !== undefined);
  return {
    check: async (input, fresh = false) => {
      // What evaluates SPF and DMARC is big: a bot that is never asked for a check doesn't load it.
      const [{ readSubject }, { check }, { createFetchMtaSts }] = await Promise.all([
        import('./subject.ts'),
        import('./check.ts'),
        import('./tls/mta-sts.ts'),
      ]);
      const read = readSubject(input);
      if ('faults' in read) return read;
      if (fresh) resolver.forget();
      const report = await check(read.subject, input.text ?? '', {
        resolve: resolver.resolve,
        senders,
        providers,
        lists: listsFor(read.subject.blocklist),
        fetchMtaSts: createFetchMtaSts(budgetMs / 2),
        now,
        budgetMs,
      });
      return { report };
    },
  };
}

/**
 * @param asked ids of the lists that are always to be asked, as `DNS_BLOCKLISTS` has them
 * @param named the list that a bounce names; one that can't be asked by DNS will do: its page is told then
 * @returns which of them is not known, and which are, in a sentence; null where all is well
 */
export function blocklistFault(
  asked: readonly string[],
  named: string | null,
  { blocklists }: Pick<Catalog, 'blocklists'>,
): string | null {
  const unknown =
    asked.find((id) => !blocklists.get(id)?.zones) ??
    (named !== null && !blocklists.has(named) ? named : null);
  if (unknown === null) return null;
  const known = [...blocklists.values()].filter(({ zones }) => zones).map(({ id }) => id);
  return `There is no blocklist "${unknown}" to ask. Known: ${known.join(', ')}.`;
}

/**
 * @param lists ids of the lists that a check asks
 * @returns whether each DNS server knows the Internet and each list answers, in words
 */
export async function examineDns(
  resolver: Resolver,
  lists: readonly string[],
  { blocklists }: Pick<Catalog, 'blocklists'>,
): Promise<readonly Examined[]> {
  const { examineDns } = await import('./examine.ts');
  const known = lists.map((id) => blocklists.get(id)).filter((list) => list !== undefined);
  return examineDns(resolver, known);
}

/**
 * @param kept what a report was kept as: parsed JSON of a file or of a case
 * @returns null for what is not a report, or one of a later version
 */
export async function readReport(kept: unknown): Promise<CheckReport | null> {
  const { checkReport } = await import('./report.ts');
  return checkReport.safeParse(kept).data ?? null;
}
