import { type Catalog, type Entry, stepsIn } from '../catalog/index.ts';
import { entryVerdict } from './entry.ts';
import { lineOf, textOf } from './line.ts';
import { situationOf } from './situation.ts';

/**
 * A catalog entry for programs and for the catalog page, whole. `reply`, `enhanced` and `tag` are null when
 * absent; several are joined with " / ", ranges stay as they are written ("5.7.606-649").
 */
export function entryJson(entry: Entry, catalog: Catalog) {
  const situation = situationOf({ ...entryVerdict(entry, catalog), queue: null }, {});
  const joined = (values: readonly string[]): string | null =>
    values.length > 0 ? values.join(' / ') : null;
  return {
    id: entry.id,
    kind: entry.kind,
    provider: entry.provider,
    reply: joined(entry.reply),
    enhanced: joined(entry.enhanced),
    tag: joined(entry.tags.map((tag) => tag.source)),
    reason: entry.reason,
    control: entry.control,
    blocklist: entry.blocklist,
    title: entry.title,
    meaning: textOf(lineOf(entry.meaning)),
    whose: textOf(lineOf(entry.whose)),
    steps: stepsIn(entry.steps, situation).map((step) => textOf(lineOf(step))),
    sources: entry.sources,
    example: entry.example,
    file: entry.file,
  };
}
