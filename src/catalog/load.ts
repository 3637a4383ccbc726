/**
 * Reads the catalog's YAML files. What a file holds is told by its first key, so files can be named and sorted
 * into folders as people like.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { load as parseYaml, YAMLException } from 'js-yaml';
import type { z } from 'zod';
import { buildEntry, buildReason, type Raw, reasonEntry, withMarks } from './build.ts';
import type { Catalog, Entry } from './entry.ts';
import * as schema from './schema.ts';
import type { ReasonId } from './words.ts';

/** Thrown where the built-in catalog is broken: `message` names each file, entry and field. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(`The catalog has ${mistakes.length} mistake(s):\n${mistakes.map((m) => `  ${m}`).join('\n')}`);
    this.mistakes = mistakes;
  }
}

/** The key that tells what a file is, and the shape that it then must have. */
const FILES = {
  reasons: schema.reasonsFile,
  controls: schema.controlsFile,
  'reply-codes': schema.replyCodesFile,
  'enhanced-codes': schema.enhancedCodesFile,
  pairs: schema.pairsFile,
  classes: schema.partsFile,
  provider: schema.providerFile,
  wordings: schema.wordingFile,
  blocklists: schema.blocklistFile,
} as const;
type Kind = keyof typeof FILES;
type Files = { [K in Kind]: { readonly path: string; readonly data: z.infer<(typeof FILES)[K]> }[] };

/**
 * @param folder path of the catalog folder
 * @returns the catalog whole, every entry with what it inherits
 * @throws CatalogError naming file, entry and field of each mistake
 */
export function loadCatalog(folder: string): Catalog {
  const mistakes: string[] = [];
  const files = Object.fromEntries(Object.keys(FILES).map((kind) => [kind, []])) as unknown as Files;
  for (const path of yamlFiles(folder)) readFile(folder, path, files, mistakes);
  if (mistakes.length > 0) throw new CatalogError(mistakes);
  const catalog = assemble(files, mistakes);
  if (mistakes.length > 0) throw new CatalogError(mistakes);
  return catalog;
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .sort()
    .map((path) => join(folder, path));
}

function readFile(folder: string, path: string, files: Files, mistakes: string[]): void {
  const name = relative(folder, path).split(sep).join('/');
  let data: unknown;
  try {
    data = parseYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    mistakes.push(`${name}: not valid YAML: ${error.message}`);
    return;
  }
  const kind = Object.keys(FILES).find((key) => typeof data === 'object' && data !== null && key in data);
  if (kind === undefined) {
    mistakes.push(`${name}: none of the keys ${Object.keys(FILES).join(', ')}: what is it?`);
    return;
  }
  const checked = FILES[kind as Kind].safeParse(data);
  if (checked.success) files[kind as Kind].push({ path: name, data: checked.data as never });
  else
    mistakes.push(
      ...checked.error.issues.map((issue) => `${name}: ${where(data, issue.path)}: ${issue.message}`),
    );
}

/** @returns "google-rate, steps.0": the entry by its id or code and the field in it */
function where(data: unknown, path: readonly PropertyKey[]): string {
  let at: unknown = data;
  let entry = '';
  let field: string[] = [];
  for (const key of path) {
    at = (at as Record<PropertyKey, unknown> | undefined)?.[key];
    field.push(String(key));
    const named = at as { id?: unknown; code?: unknown } | undefined;
    const id = typeof at === 'object' && at !== null ? (named?.id ?? named?.code) : undefined;
    if (id !== undefined) {
      entry = String(id);
      field = [];
    }
  }
  return [entry, field.join('.')].filter(Boolean).join(', ') || 'the whole file';
}

function assemble(files: Files, mistakes: string[]): Catalog {
  const rawReasons = files.reasons[0]?.data.reasons;
  const controls = files.controls[0]?.data.controls;
  const parts = files.classes[0]?.data;
  if (!rawReasons || !controls || !parts) {
    throw new CatalogError(['the catalog lacks its reasons, its controls or its parts of codes (classes)']);
  }
  const reasons = Object.fromEntries(
    Object.entries(rawReasons).map(([id, raw]) => [id, buildReason(raw)]),
  ) as Catalog['reasons'];
  const entries = new Map<string, Entry>();
  const add = (raw: Raw, origin: Parameters<typeof buildEntry>[1], code: Entry | null): void => {
    if (entries.has(raw.id)) {
      mistakes.push(
        `${origin.file}: ${raw.id}: there is an entry of that id already, in ${entries.get(raw.id)?.file}`,
      );
      return;
    }
    try {
      entries.set(raw.id, buildEntry(raw, origin, code, reasons[raw.reason]));
    } catch (error) {
      mistakes.push(`${origin.file}: ${raw.id}: ${(error as Error).message}`);
    }
  };
  /** The registered code that lends its words: the pair, else the enhanced code, else the reply code. */
  const codeFor = (raw: Raw): Entry | null => {
    const [reply, enhanced] = [raw.reply, raw.enhanced].map((value) =>
      Array.isArray(value) ? value[0] : value,
    );
    const code =
      entries.get(`${reply} ${enhanced}`) ??
      entries.get(enhanced ?? '') ??
      (enhanced ? undefined : entries.get(reply ?? ''));
    return code?.reason === raw.reason ? code : null;
  };

  for (const { path, data } of files['reply-codes']) {
    for (const { code, ...item } of data['reply-codes']) {
      const origin = { kind: 'reply-code', provider: null, file: path, sources: [] } as const;
      add({ weak: true, ...item, id: code, reply: code }, origin, null);
    }
  }
  for (const { path, data } of files['enhanced-codes']) {
    const origin = { kind: 'enhanced-code', provider: null, file: path, sources: [] } as const;
    for (const { code, examples, ...item } of data['enhanced-codes']) {
      for (const [digit, example] of Object.entries(examples)) {
        const id = code.replace('X', digit);
        add({ ...item, id, enhanced: id, example: example as string }, origin, null);
      }
    }
  }
  for (const { path, data } of files.pairs) {
    const origin = { kind: 'pair', provider: null, file: path, sources: [] } as const;
    for (const item of data.pairs) {
      const raw = { ...item, id: `${item.reply} ${item.enhanced}` };
      add(raw, origin, codeFor({ ...raw, reply: undefined }));
    }
  }
  for (const { path, data } of files.provider) {
    const origin = {
      kind: 'response',
      provider: data.provider.id,
      file: path,
      sources: data.provider.sources,
    } as const;
    for (const item of data.responses) add(item, origin, codeFor(item));
  }
  for (const { path, data } of files.wordings) {
    const origin = { kind: 'wording', provider: null, file: path, sources: [] } as const;
    for (const item of data.wordings)
      add({ ...item, reason: item.reason ?? data.reason }, origin, codeFor({ ...item, reason: data.reason }));
  }
  for (const { path, data } of files.blocklists) {
    const origin = { kind: 'blocklist', provider: null, file: path, sources: [] } as const;
    for (const { id, name, marks, delist: _, ...item } of data.blocklists) {
      const raw = {
        title: `${name} lists our IP address`,
        ...item,
        id: `blocklist-${id}`,
        text: marks,
        blocklist: id,
      };
      add(raw, origin, null);
    }
  }

  return {
    entries: [...entries.values()],
    reasons,
    reasonEntries: Object.fromEntries(
      Object.entries(reasons).map(([id, reason]) => [
        id,
        reasonEntry(id as ReasonId, reason, files.reasons[0]?.path ?? ''),
      ]),
    ) as Catalog['reasonEntries'],
    controls: controls as Catalog['controls'],
    providers: mergeProviders(files.provider.map((file) => file.data.provider)),
    blocklists: new Map(
      files.blocklists.flatMap((file) => file.data.blocklists).map((b) => [b.id, withMarks(b)]),
    ),
    parts,
    mistakes,
  };
}

/** A provider may have several files; their hosts and marks add up. */
function mergeProviders(headers: readonly schema.Provider[]): Catalog['providers'] {
  const merged = new Map<string, schema.Provider>();
  for (const header of headers) {
    const known = merged.get(header.id);
    const hosts = [...(known?.hosts ?? []), ...header.hosts];
    merged.set(header.id, { ...header, ...known, hosts, marks: [...(known?.marks ?? []), ...header.marks] });
  }
  return new Map([...merged].map(([id, provider]) => [id, withMarks(provider)]));
}
