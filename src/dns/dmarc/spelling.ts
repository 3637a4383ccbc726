/** A DMARC record as it was meant: mistakes of typing mended, where only one thing can have been meant. */
import { slipsBetween } from '../../slips.ts';

/** Tags of RFC 9989 §4.7 and those of before. */
const TAGS = ['v', 'p', 'sp', 'np', 'rua', 'ruf', 'adkim', 'aspf', 'fo', 'rf', 'ri', 'pct', 't', 'psd'];
const POLICIES = ['none', 'quarantine', 'reject'];
/** Whatever stands for `v=DMARC1`: `v=DMARC1:`, `DMARC1`, `"v = dmarc 1`. */
const VERSION = /^[^a-z]{0,20}(?:v\s{0,5}[=:]?\s{0,5})?d[\s-]?marc(?:\s?1|(?![a-z]))[\s;,:.|]*/i;

/**
 * @param text a TXT record at _dmarc that is a DMARC record or was meant as one
 * @returns the record with the same tags and values, well written; null where nobody can tell what was meant
 */
export function respelled(text: string): string | null {
  const plain = text
    .replace(/["“”„]/g, '')
    .replace(/\\(?=[;,])/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const isHeaded = VERSION.test(plain);
  const parts = plain
    .replace(VERSION, '')
    .replace(new RegExp(`[\\s;,|]+(?=(?:${TAGS.join('|')})\\s*[=:])`, 'gi'), ';')
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
  const tags = new Map<string, string>();
  for (const part of parts) {
    const [, typed, value] = /^([a-z]+)\s*[=:]\s*(.*)$/i.exec(part) ?? [];
    // What isn't a tag receivers pass over.
    if (typed === undefined || value === undefined) continue;
    const tag = typed.toLowerCase();
    if (tag === 'v') continue;
    const right = valueMeant(tag, value.replace(/[\s,]+$/, ''));
    const before = tags.get(tag);
    if (right === null) return null;
    // Of two lists of addresses both get reports; of two policies nobody can tell which is meant.
    if (before !== undefined && before !== right && !['rua', 'ruf'].includes(tag)) return null;
    tags.set(tag, before === undefined || before === right ? right : `${before},${right}`);
  }
  if (!isHeaded && !tags.has('p')) return null;
  // Without a policy receivers take none of it, but for a place to send reports to (RFC 9989 §4.10.1).
  if (!tags.has('p') && !tags.has('rua')) return ['v=DMARC1', 'p=none', ...written(tags)].join('; ');
  return ['v=DMARC1', ...written(tags)].join('; ');
}

/** The policy stands behind the version, as RFC 7489 §6.3 wants it. */
const written = (tags: ReadonlyMap<string, string>): readonly string[] =>
  [...tags]
    .toSorted(([a], [b]) => Number(b === 'p') - Number(a === 'p'))
    .map(([tag, value]) => `${tag}=${value}`);

function valueMeant(tag: string, value: string): string | null {
  switch (tag) {
    case 'p':
    case 'sp':
    case 'np': {
      const word = value.toLowerCase();
      const near = POLICIES.filter((policy) => slipsBetween(policy, word) <= (policy === 'none' ? 1 : 2));
      return near.length === 1 ? (near[0] ?? null) : null;
    }
    case 'adkim':
    case 'aspf':
      return /^s(?:trict)?$/i.test(value) ? 's' : /^r(?:elaxed)?$/i.test(value) ? 'r' : null;
    case 'rua':
    case 'ruf':
      return value
        .split(/[,\s]+/)
        .filter(Boolean)
        .map((uri) =>
          /^[\w.+-]+@[\w.-]+$/.test(uri) ? `mailto:${uri}` : uri.replace(/^mail-?to[:=]\/{0,2}/i, 'mailto:'),
        )
        .join(',');
    case 'pct':
      return value.replace(/%$/, '');
    default:
      return value;
  }
}
