/** What intake looks for in any text, made from the list of formats: one scan, and the wordings that prove a failure. */
import { letterReaders, readers } from './formats/index.ts';
import { type Format, Gated } from './formats/reader.ts';
import { createScan } from './scan.ts';

/** Every format that declares something, those included that others are made of. */
export const formats: readonly Format[] = [
  ...new Set<Format>([...readers, ...letterReaders].flatMap((reader) => [reader, ...(reader.parts ?? [])])),
];

/** A whole mail, which is taken apart before any reader sees it: its header may be all that can be read of it yet. */
export const wholeMail: Format = {
  name: 'whole mail',
  gate: { marks: ['from:', 'subject:', 'received:', 'message-id:', 'return-path:', 'mime-version:'] },
  proofs: [],
  examples: [],
};

/** Lines of logs that tell of no failure; `tells-mail.ts` has the closer look. */
export const delivered: Format = {
  name: 'delivery in a log',
  gate: {
    marks: [
      ...['status=sent', ': from=', 'message-id=<', 'stat=sent', ': success: ', 'result="ok"', '[outbound]'],
      ...[' accepted from=', '(delivery.delivered)', 'message done dcid'],
    ],
  },
  proofs: [],
  examples: [],
};

export const scan = createScan([...formats, wholeMail, delivered]);

/** The formats for pasted text and those for the letter inside a mail, with their gates. */
export const textReaders = readers.map((reader) => new Gated(reader));
export const readersOfLetters = letterReaders.map((reader) => new Gated(reader));
