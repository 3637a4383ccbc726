/** What a checked file holds, as entries that don't know yet what they inherit. */
import type { Origin, Raw } from './build.ts';
import type { CheckedFile } from './check.ts';

export type RawEntry = { readonly raw: Raw; readonly origin: Origin };

/** @returns the file's entries in their order; none for reasons, kinds, controls and the parts of codes */
export function rawEntries(file: CheckedFile): readonly RawEntry[] {
  const from = (kind: Origin['kind'], more: Partial<Origin> = {}): Origin => ({
    kind,
    provider: null,
    file: file.name,
    own: file.own,
    sources: [],
    ...more,
  });
  switch (file.kind) {
    case 'reply-codes':
      return file.data['reply-codes'].map(({ code, ...item }) => ({
        raw: { weak: true, ...item, id: code, reply: code },
        origin: from('reply-code'),
      }));
    case 'enhanced-codes':
      return file.data['enhanced-codes'].flatMap(({ code, examples, ...item }) =>
        Object.entries(examples).map(([digit, example]) => {
          const id = code.replace('X', digit);
          return { raw: { ...item, id, enhanced: id, example }, origin: from('enhanced-code') };
        }),
      );
    case 'pairs':
      return file.data.pairs.map((item) => ({
        raw: { ...item, id: `${item.reply} ${item.enhanced}` },
        origin: from('pair'),
      }));
    case 'provider': {
      const { id: provider, sources } = file.data.provider;
      return file.data.responses.map((raw) => ({ raw, origin: from('response', { provider, sources }) }));
    }
    case 'wordings':
      return file.data.wordings.map((item) => ({
        raw: { ...item, reason: item.reason ?? file.data.reason },
        origin: from('wording'),
      }));
    case 'blocklists':
      return file.data.blocklists.map(({ id, name, marks, delist: _, zones: __, ...item }) => ({
        raw: {
          title: `${name} lists your IP address`,
          ...item,
          id: `blocklist-${id}`,
          text: marks,
          blocklist: id,
        },
        origin: from('blocklist'),
      }));
    case 'reasons':
    case 'kinds':
    case 'controls':
    case 'classes':
    case 'senders':
    case 'for-now':
    case 'subjects':
      return [];
  }
}
