/** A mail as Outlook saves it (`.msg`, [MS-OXMSG] §2.1): a compound file with a stream for each property. */
import { burn, type Entry } from '@kenjiuno/msgreader/lib/Burner.js';

/** What it says; `attached` are whole `.msg` files as well. */
export type OutlookMail = {
  readonly subject: string;
  readonly from: readonly [name: string, address: string];
  readonly to: string;
  readonly body?: string;
  /** "REPORT.IPM.Note.NDR": a report of Exchange's. */
  readonly messageClass?: string;
  /** What the server said of the recipient, in a report. */
  readonly supplementary?: string;
  readonly headers?: string;
  readonly attached?: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[];
};

const [DIRECTORY, DOCUMENT, ROOT] = [1, 2, 5] as const;

type Tree = { readonly [name: string]: Uint8Array | Tree };

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'utf16le'));
/** Without a fixed property: the head alone, whose length is told by where it stands. */
const properties = (head: number): Uint8Array => new Uint8Array(head);
const numbered = (i: number): string => `#${i.toString(16).toUpperCase().padStart(8, '0')}`;

const streams = (values: Readonly<Record<string, string | undefined>>): Tree =>
  Object.fromEntries(
    Object.entries(values).flatMap(([tag, value]) =>
      value === undefined ? [] : [[`__substg1.0_${tag}`, text(value)]],
    ),
  );

/** @returns the bytes of the file */
export function outlookFile(mail: OutlookMail): Uint8Array {
  const [name, address] = mail.from;
  return burned({
    '__properties_version1.0': properties(32),
    ...streams({
      '001A001F': mail.messageClass ?? 'IPM.Note',
      '0037001F': mail.subject,
      '0C1A001F': name,
      '0C1F001F': address,
      '1000001F': mail.body,
      '007D001F': mail.headers,
    }),
    [`__recip_version1.0_${numbered(0)}`]: {
      '__properties_version1.0': properties(8),
      ...streams({ '3001001F': mail.to, '39FE001F': mail.to, '0C1B001F': mail.supplementary }),
    },
    ...Object.fromEntries(
      (mail.attached ?? []).map((file, i) => [
        `__attach_version1.0_${numbered(i)}`,
        {
          '__properties_version1.0': properties(8),
          ...streams({ '3707001F': file.name, '370E001F': file.type }),
          '__substg1.0_37010102': file.bytes,
        },
      ]),
    ),
  });
}

function burned(tree: Tree): Uint8Array {
  const entries: Entry[] = [{ name: 'Root Entry', type: ROOT, length: 0, children: [] }];
  const add = (inside: Tree, parent: number): void => {
    for (const [name, value] of Object.entries(inside)) {
      const at = entries.length;
      (entries[parent]?.children ?? []).push(at);
      if (value instanceof Uint8Array) {
        entries.push({
          name,
          type: DOCUMENT,
          length: value.length,
          binaryProvider: () => new Uint8Array(value),
        });
      } else {
        entries.push({ name, type: DIRECTORY, length: 0, children: [] });
        add(value as Tree, at);
      }
    }
  };
  add(tree, 0);
  return burn(entries);
}
