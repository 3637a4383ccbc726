/** Checked files → the catalog whole, every entry with what it inherits. */
import { buildEntry, buildReason, type Raw, reasonEntry, withMarks } from './build.ts';
import type { CheckedFile } from './check.ts';
import type { Catalog, Entry } from './entry.ts';
import { apart, compile } from './pattern.ts';
import { rawEntries } from './raw-entries.ts';
import type { Provider } from './schema.ts';
import { bySubject, doubtsOf, type ReasonId } from './words.ts';

type Kind = CheckedFile['kind'];

/** Codes first: they lend their words to what comes after them. */
const ORDER: readonly Kind[] = [
  'reply-codes',
  'enhanced-codes',
  'pairs',
  'provider',
  'wordings',
  'blocklists',
];

/**
 * @param files ours, then the team's own, whose entries replace ours of the same id
 * @returns the catalog, and what was wrong with entries that had to be left out
 * @throws Error where the files hold no reasons, no kinds, no controls or no parts of codes
 */
export function assemble(files: readonly CheckedFile[]): { catalog: Catalog; mistakes: readonly string[] } {
  const of = <K extends Kind>(kind: K) =>
    files.filter((file): file is Extract<CheckedFile, { kind: K }> => file.kind === kind);
  const [reasonsFile] = of('reasons');
  const [kindsFile] = of('kinds');
  const controls = of('controls')[0]?.data.controls;
  const parts = of('classes')[0]?.data;
  if (!reasonsFile || !kindsFile || !controls || !parts) {
    throw new Error(
      'The catalog lacks its reasons, its kinds, its controls or its parts of codes (classes).',
    );
  }
  const reasons = mapValues(reasonsFile.data.reasons, buildReason) as Catalog['reasons'];
  const { entries, mistakes } = entriesOf(ORDER.flatMap(of).flatMap(rawEntries), reasons);
  const blocklists = of('blocklists').flatMap((file) => file.data.blocklists);
  return {
    catalog: {
      entries,
      reasons,
      reasonEntries: mapValues(reasons, (reason, id) =>
        reasonEntry(id as ReasonId, reason, reasonsFile.name),
      ) as Catalog['reasonEntries'],
      kinds: mapValues(kindsFile.data.kinds, buildReason) as Catalog['kinds'],
      controls: controls as Catalog['controls'],
      providers: mergeProviders(of('provider').map((file) => file.data.provider)),
      blocklists: new Map(blocklists.map((blocklist) => [blocklist.id, withMarks(blocklist)])),
      senders: new Map(
        of('senders').flatMap(({ data }) => data.senders.map((sender) => [sender.id, sender])),
      ),
      parts,
      subjects: bySubject((subject) =>
        of('subjects').flatMap(({ data }) =>
          data.subjects[subject].flatMap(apart).map((source) => compile(source)),
        ),
      ),
      doubts: doubtsOf((doubt) =>
        of('for-now').flatMap(({ data }) => (data[doubt] ?? []).map((source) => compile(source))),
      ),
    },
    mistakes,
  };
}

function entriesOf(raws: ReturnType<typeof rawEntries>, reasons: Catalog['reasons']) {
  const entries = new Map<string, Entry>();
  const mistakes: string[] = [];
  for (const { raw, origin } of raws) {
    const known = entries.get(raw.id);
    if (known && !origin.own) {
      mistakes.push(`${origin.file}: ${raw.id}: there is an entry of that id already, in ${known.file}`);
      continue;
    }
    try {
      entries.set(raw.id, buildEntry(raw, origin, codeFor(raw, entries), reasons[raw.reason]));
    } catch (error) {
      mistakes.push(`${origin.file}: ${raw.id}: ${(error as Error).message}`);
    }
  }
  return { entries: [...entries.values()], mistakes };
}

/** The registered code that lends its words: the pair, else the enhanced code, else the reply code. */
function codeFor(raw: Raw, entries: ReadonlyMap<string, Entry>): Entry | null {
  const [reply, enhanced] = [raw.reply, raw.enhanced].map((value) =>
    Array.isArray(value) ? value[0] : value,
  );
  const ids = enhanced === undefined ? [reply] : [`${reply} ${enhanced}`, enhanced];
  const code = ids
    .filter((id) => id !== raw.id)
    .map((id) => entries.get(id ?? ''))
    .find((entry) => entry !== undefined);
  return code?.reason === raw.reason ? code : null;
}

/** A provider may have several files; their hosts and marks add up. */
function mergeProviders(headers: readonly Provider[]): Catalog['providers'] {
  const merged = new Map<string, Provider>();
  for (const header of headers) {
    const known = merged.get(header.id);
    const hosts = [...(known?.hosts ?? []), ...header.hosts];
    const domains = [...(known?.domains ?? []), ...header.domains];
    merged.set(header.id, {
      ...header,
      ...known,
      hosts,
      domains,
      marks: [...(known?.marks ?? []), ...header.marks],
    });
  }
  return new Map([...merged].map(([id, provider]) => [id, withMarks(provider)]));
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, change: (value: T, key: string) => U) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
