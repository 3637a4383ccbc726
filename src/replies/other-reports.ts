/** DMARC and TLS reports, summed up for somebody who asked: they are no bounces, and nobody is suppressed for them. */
import type { OtherReport } from '../intake/index.ts';
import { type Line, type NoteReply, plain } from './reply.ts';

/** Reports of one message that are told one by one. */
const MOST = 10;

/** An unsubscribe says so itself. */
const NO_BOUNCE = 'This is not a bounce';

/**
 * @param reports at least one
 * @param left what was left unread, in plain words, or null
 * @returns a single report in its three lines, several in a line each
 */
export function otherReportsReply(reports: readonly OtherReport[], left: string | null): NoteReply {
  const [only] = reports;
  const isOnly = reports.length === 1 && only !== undefined;
  const more = reports.length - MOST;
  const lines: readonly Line[] = isOnly
    ? only.lines.map(plain)
    : reports.slice(0, MOST).map(({ title, lines }) => plain(`${title}. ${lines.join(' ')}`));
  return {
    kind: 'note',
    tone: 'summary',
    title: isOnly ? only.title : `${reports.length.toLocaleString('en')} reports about many mails at once`,
    body: [
      ...lines,
      ...(more > 0 ? [plain(`${more.toLocaleString('en')} more are not shown.`)] : []),
      ...(reports.every(({ lines: [first = ''] }) => first.startsWith(NO_BOUNCE))
        ? []
        : [plain(`${NO_BOUNCE}: no address is to be suppressed for it.`)]),
      ...(left ? [plain(left)] : []),
    ],
    examples: [],
  };
}
