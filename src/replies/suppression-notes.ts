/** What is said about the suppression list. The team sees its own list whole: no address is masked. */
import type { Catalog } from '../catalog/index.ts';
import type { Page, Suppression, SuppressionStatus } from '../suppressions/index.ts';
import { lineOf } from './line.ts';
import { type Line, type NoteReply, plain } from './reply.ts';

const note = (
  tone: NoteReply['tone'],
  title: string,
  body: readonly Line[],
  examples: readonly string[] = [],
): NoteReply => ({ kind: 'note', tone, title, body, examples });

/** As much of a server's answer as a note bears. */
const LONGEST_EVIDENCE = 300;

/** @returns whether an address may be mailed; where not, since when, by whom and why */
export function suppressionStatusReply(
  address: string,
  status: SuppressionStatus,
  catalog: Catalog,
): NoteReply {
  if (status.kind === 'free') {
    return note(
      'list',
      `${address} is not suppressed`,
      [lineOf('It may be mailed. To put it on the list, say why:')],
      [`/bounces suppress ${address} user-unknown`],
    );
  }
  if (status.kind === 'forgotten') {
    return note('list', `${address} stays suppressed`, [
      [
        ...plain('It was erased on request on '),
        { kind: 'time', at: status.at },
        ...plain('. Do not mail it. Nothing else is kept about it.'),
      ],
    ]);
  }
  return note('list', `${address} is suppressed`, aboutLines(status.suppression, catalog));
}

/**
 * @param isNew whether it was this request that put it there
 * @param status how the address stands now
 */
export function suppressedReply(
  address: string,
  isNew: boolean,
  status: SuppressionStatus,
  catalog: Catalog,
): NoteReply {
  if (!isNew) {
    const reply = suppressionStatusReply(address, status, catalog);
    return { ...reply, title: `${address} was suppressed before; nothing has changed` };
  }
  return note(
    'list',
    `${address} is suppressed now`,
    status.kind === 'suppressed' ? aboutLines(status.suppression, catalog) : [],
    [`/bounces unsuppress ${address} REMARK`],
  );
}

/**
 * @param verdict what bounced last, in a few words
 * @param lastAt when, in milliseconds since 1970
 * @returns the question whether to suppress an address that the last verdict says to keep; how to say yes is under it
 */
export function askBeforeReply(
  address: string,
  { title, lastAt, isSure }: { readonly title: string; readonly lastAt: number; readonly isSure: boolean },
): NoteReply {
  return note(
    'refusal',
    `Not done yet: the last verdict on ${address} is to keep it`,
    [
      [...plain(`Its last bounce, `), { kind: 'time', at: lastAt }, ...plain(`: ${title}.`)],
      lineOf(
        isSure
          ? 'That says nothing against the address for good. To suppress it all the same, type:'
          : 'It isn’t sure that the address is dead. To suppress it all the same, type:',
      ),
    ],
    [`/bounces suppress ${address} anyway REMARK`],
  );
}

/**
 * @param before how the address stood until now
 * @param search the command that looks for a part of an address, as whoever reads this types it
 */
export function unsuppressedReply(
  address: string,
  before: SuppressionStatus,
  catalog: Catalog,
  search = '/bounces search',
): NoteReply {
  if (before.kind === 'free') {
    return note('list', `${address} was not suppressed; nothing has changed`, [
      lineOf(`Is it written as on the list? Look for a part of it with \`${search}\`.`),
    ]);
  }
  const was = before.kind === 'suppressed' ? aboutLines(before.suppression, catalog) : [];
  return note('list', `${address} may be mailed again`, [
    ...(was.length > 0 ? [plain('It was on the list until now:'), ...was] : []),
    lineOf('If your sending platform keeps a list of its own, take it off there too.'),
  ]);
}

/** @param text what was searched for */
export function searchReply(text: string, { found, next }: Page, catalog: Catalog): NoteReply {
  if (found.length === 0) {
    return note('list', 'Nothing like that is on the suppression list', [
      [
        ...plain('I looked for addresses with '),
        { kind: 'code', text },
        ...plain(' in them. An address that was forgotten is found only whole, with '),
        { kind: 'code', text: '/bounces suppressed' },
        ...plain('.'),
      ],
    ]);
  }
  const lines = found.map((one): Line => {
    const words = reasonWords(one, catalog);
    return [
      { kind: 'code', text: one.address },
      ...plain(` · ${words === null ? '' : `${words} · `}`),
      { kind: 'actor', actor: one.by },
      ...plain(', '),
      { kind: 'time', at: one.at },
    ];
  });
  const count = `${found.length}${next === null ? '' : ' and more'}`;
  return note('list', `On the suppression list: ${count}`, [
    ...lines,
    ...(next === null
      ? []
      : [lineOf('There are more. Search for more letters, or use `bounce-triage suppressions search`.')]),
  ]);
}

/** @param why from `normalAddress` */
export function notAnAddressReply(why: string, example: string): NoteReply {
  return note('refusal', 'That is not a mail address', [plain(`I can't read it: ${why}.`)], [example]);
}

/** @returns the answer to `/bounces unsuppress ADDRESS` without a remark */
export function remarkNeededReply(address: string): NoteReply {
  return note(
    'refusal',
    'Say why it may be mailed again',
    [lineOf('The remark is kept in the audit log: others will want to know.')],
    [`/bounces unsuppress ${address} new mailbox, confirmed by phone`],
  );
}

/** Who, when, why, on what evidence, from which case. */
function aboutLines(suppression: Suppression, catalog: Catalog): readonly Line[] {
  const { by, at, evidence, source, caseId } = suppression;
  const words = reasonWords(suppression, catalog);
  const how = { case: 'from a case', command: 'with a command', import: 'with a list' }[source];
  return [
    [
      ...plain('Put on the list by '),
      { kind: 'actor', actor: by },
      ...plain(' '),
      ...plain(how),
      ...plain(', since '),
      { kind: 'time', at },
      ...plain('.'),
    ],
    ...(words === null ? [] : [plain(`Why: ${words}.`)]),
    ...(evidence === null
      ? []
      : [[...plain('Evidence: '), { kind: 'code' as const, text: shortened(evidence) }]]),
    ...(caseId === null ? [] : [[...plain('Case: '), { kind: 'code' as const, text: caseId }]]),
  ];
}

/** Nobody said why, or the list that it came with didn't: then there is only the evidence. */
function reasonWords({ reason }: Suppression, catalog: Catalog): string | null {
  if (reason === 'undefined') return null;
  if (reason === 'suppressed') return 'it was on another list';
  const { title } = catalog.reasons[reason];
  return title.charAt(0).toLowerCase() + title.slice(1);
}

const shortened = (text: string): string =>
  text.length > LONGEST_EVIDENCE ? `${text.slice(0, LONGEST_EVIDENCE).toWellFormed()}…` : text;
