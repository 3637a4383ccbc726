/** PowerMTA accounting files (CSV). A header line names the columns; without one the usual order holds. */
import { addressIn } from '../../address.ts';
import { SIGN } from '../../marks.ts';
import { csvFields } from './csv.ts';
import type { LogLine } from './log-line.ts';

/** The order of columns where `acct-file` names none (PowerMTA user's guide, "Accounting"). */
const USUAL =
  'type,timeLogged,timeQueued,orig,rcpt,orcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat,srcType,srcMta,dlvType,dlvSourceIp,dlvDestinationIp';
const RECORD = /^"?(?:b|t|tq|d|r|f|rb|rs)"?,/;
/** A header line: whichever columns a site has chosen, in whatever order. */
const HEADER = /^"?(?:type|timeLogged|timeQueued|orig|rcpt)"?,(?=.{0,600}\brcpt\b)/;
const COLUMNS = 'PowerMTA columns';

export const powermta: LogLine = {
  name: 'PowerMTA',
  gate: {
    signs: SIGN.tightComma,
    pattern:
      /^(?:"?(?:type|timeLogged|timeQueued|orig|rcpt)"?,[^\n]{0,600}\brcpt\b|"?(?:b|t|tq|d|r|rb|rs|f)"?,"?\d{4}-\d\d-\d\d)/m,
  },
  proofs: [
    {
      marks: ['bouncecat', 'dsnstatus', 'dsndiag', ',failed,', ',delayed,'],
      pattern: /^"?(?:b|t|tq|rb|rs)"?,(?:"?[^"\n]{0,200}"?,){1,9}?[^\n]{0,600}\b[45]\.\d\.\d{1,3} ?\(/m,
    },
  ],
  examples: [
    {
      text: 'b,2026-03-03 10:15:02+0000,2026-03-03 10:15:00+0000,news@example.org,ann@example.com,,failed,5.1.1 (bad destination mailbox address),"smtp;550 5.1.1 ""ann"", user unknown",mx.example.com (192.0.2.20),bad-mailbox,smtp,app.example.org (192.0.2.6),smtp,192.0.2.5,192.0.2.20,,2048,vmta1,job7,',
      finds: [
        { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', sender: 'news@example.org' },
      ],
    },
    {
      text: 'type,timeQueued,bounceCat,vmta,orig,rcpt,srcMta,dlvSourceIp,jobId,dsnStatus,dsnMta\nb,2026-03-03 10:15:02+0000,bad-domain,vmta1,news@example.org,ann@example.com,app.example.org (192.0.2.6),192.0.2.5,,5.1.2 (bad destination system: no such domain),',
      finds: [{ recipient: 'ann@example.com', enhancedCode: '5.1.2', sourceIp: '192.0.2.5' }],
    },
  ],
  line: /^"?(?:(?:type|timeLogged|timeQueued|orig|rcpt)"?,|(?:b|t|tq|d|r|f|rb|rs)"?,)/,
  read(line, memory) {
    if (HEADER.test(line)) {
      memory.own.set(COLUMNS, csvFields(line.trim()).join(','));
      return [];
    }
    if (!RECORD.test(line)) return null;
    const columns = (memory.own.get(COLUMNS) ?? USUAL).split(',');
    const values = csvFields(line);
    if (values.length < 5) return null;
    const value = (name: string): string => values[columns.indexOf(name)] ?? '';
    const messageId = values[columns.findIndex((name) => /^header_message-id$/i.test(name))];
    const type = value('type');
    const recipient = addressIn(value('rcpt'));
    if (recipient === null) return null;
    const about = {
      recipient,
      sender: addressIn(value('orig')),
      sourceIp: value('dlvSourceIp') || null,
      messageId: messageId || null,
      time: value('timeLogged') || null,
      arrival: value('timeQueued') || null,
      // All tries of a message to one recipient have these in common.
      knownBy: value('timeQueued') && ['orig', 'rcpt', 'timeQueued'].map(value).join(' ').toLowerCase(),
    };
    if (type === 'd') return [{ ...about, kind: 'delivered', text: '' }];
    if (type === 'f') return [{ ...about, kind: 'feedback', text: 'PowerMTA: feedback record' }];
    if (!['b', 't', 'tq', 'rb', 'rs'].includes(type)) return [];
    const status = value('dsnStatus');
    return [
      {
        ...about,
        text: value('dsnDiag') || /\(([^)]*)\)/.exec(status)?.[1] || value('bounceCat'),
        status,
        remoteHost: value('dsnMta').split(' ')[0] ?? null,
        action: type === 't' || type === 'tq' || value('dsnAction') === 'delayed' ? 'delayed' : 'failed',
      },
    ];
  },
};
