/** Which columns of which tables hold texts that an address may be in, and what is left of a row without it. */
import { type Erase, eraseInJson, eraser } from './erase.ts';

const PLACE = '[forgotten]';

export type Row = Readonly<Record<string, string | null>>;

/** A table's columns of text, and how the address is erased in a row of it. */
export type Texts = {
  readonly table:
    | 'suppressions'
    | 'cases'
    | 'inbox'
    | 'presses'
    | 'outbox'
    | 'answers'
    | 'escalations'
    | 'audit';
  /** Tells one row from all others. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** False: the address may be there in a shape that the database can't see. */
  readonly isPlain: boolean;
  readonly erase: (row: Row) => Row;
};

/**
 * @param address as `normalAddress` writes it
 * @param fingerprint what stands for it in the audit log
 */
export function textsWith(address: string, fingerprint: string): readonly Texts[] {
  const erase = eraser(address, PLACE, false);
  const eraseWithName = eraser(address, PLACE, true);
  const toFingerprint = eraser(address, fingerprint, false);
  const inJson = (json: string | null | undefined, how: Erase): string | null =>
    json ? eraseInJson(json, address, how) : (json ?? null);
  return [
    {
      table: 'cases',
      key: ['id'],
      columns: ['bounce'],
      isPlain: true,
      erase: ({ bounce }) => {
        const isAbout = recipientsOf(bounce ?? 'null').includes(address);
        const without = inJson(bounce, isAbout ? eraseWithName : erase);
        return { bounce: without === bounce ? bounce : withoutSubject(without) };
      },
    },
    {
      table: 'inbox',
      key: ['team', 'id'],
      columns: ['payload'],
      isPlain: false,
      erase: ({ payload }) => ({ payload: inJson(payload, erase) }),
    },
    {
      table: 'presses',
      key: ['team', 'id'],
      columns: ['payload', 'words'],
      isPlain: false,
      erase: ({ payload, words }) => ({
        payload: inJson(payload, erase),
        words: words ? erase(words) : null,
      }),
    },
    {
      table: 'outbox',
      key: ['id'],
      columns: ['body'],
      isPlain: true,
      erase: ({ body }) => ({ body: inJson(body, erase) }),
    },
    {
      table: 'answers',
      key: ['team', 'id'],
      columns: ['left_out'],
      isPlain: true,
      erase: ({ left_out: left }) => ({ left_out: left ? erase(left) : null }),
    },
    {
      table: 'escalations',
      key: ['id'],
      columns: ['note'],
      isPlain: true,
      erase: ({ note }) => ({ note: note ? erase(note) : null }),
    },
    {
      table: 'suppressions',
      key: ['team', 'address'],
      columns: ['evidence'],
      isPlain: true,
      erase: ({ evidence }) => ({ evidence: evidence ? erase(evidence) : null }),
    },
    {
      table: 'audit',
      key: ['id'],
      // `place` holds the ids of channels; the database lets nobody change it (see `append-only.ts`).
      columns: ['address', 'before', 'after'],
      isPlain: true,
      erase: ({ address: about, before, after }) => {
        const isAbout = about?.toLowerCase() === address;
        const fact = (json: string | null | undefined): string | null =>
          inJson(isAbout ? withoutWords(json) : json, toFingerprint);
        return {
          address: isAbout ? fingerprint : (about ?? null),
          before: fact(before),
          after: fact(after),
        };
      },
    },
  ];
}

/** A Subject is whatever somebody wrote to whoever is named beside it: it goes whole. */
const withoutSubject = (bounce: string | null): string | null =>
  bounce === null
    ? null
    : JSON.stringify(JSON.parse(bounce), (key, value: unknown) => (key === 'subject' ? null : value));

function recipientsOf(bounce: string): readonly string[] {
  const about = (JSON.parse(bounce) ?? {}) as { recipient?: unknown; finalRecipient?: unknown };
  return [about.recipient, about.finalRecipient].flatMap((one) =>
    typeof one === 'string' ? one.toLowerCase() : [],
  );
}

/** The server's words and remarks about a person may name them; the facts stay. */
function withoutWords(json: string | null | undefined): string | null {
  if (!json) return null;
  return JSON.stringify(JSON.parse(json), (key, value: unknown) =>
    key === 'evidence' || key === 'why' ? undefined : value,
  );
}
