/**
 * msmtp: its log file (`host=… from=… recipients=a,b smtpstatus=554 smtpmsg='…' exitcode=EX_UNAVAILABLE`, msmtp(1)) and
 * what it prints (`msmtp: recipient address a@b not accepted by the server`, `msmtp: server message: 550 …`).
 */
import { addressesIn, addressIn } from '../../address.ts';
import type { LogLine } from './log-line.ts';

const TO = 'msmtp recipient';
const LOGGED = /(?<!\S)recipients=(\S{3,4000}) /;
const NOT_TAKEN =
  /^\s{0,8}(?:msmtp|sendmail): (?:recipient address (\S{3,320}) not accepted|(envelope from address) (\S{3,320}) not accepted|(the server did not accept the mail))/;
const SERVER = /^\s{0,8}(?:msmtp|sendmail): server message: (.{3,2000})$/;

export const msmtp: LogLine = {
  name: 'msmtp',
  gate: { marks: ['smtpstatus=', 'msmtp:', 'exitcode=ex_'] },
  proofs: [
    { marks: ['smtpstatus='], pattern: /(?<!\S)recipients=[^\s@]{1,320}@[^\n]{3,2000}\bsmtpstatus=[45]\d\d/ },
    { marks: ['server message:'], pattern: /\bmsmtp: server message: [45]\d\d/ },
  ],
  examples: [
    {
      text: "Mar 03 10:15:02 host=smtp.example.net tls=on auth=on user=us from=news@example.org recipients=ann@example.com smtpstatus=550 smtpmsg='550 5.1.1 User unknown' errormsg='recipient address ann@example.com not accepted by the server' exitcode=EX_DATAERR",
      finds: [
        { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', sender: 'news@example.org' },
      ],
    },
    {
      text: 'msmtp: recipient address ann@example.com not accepted by the server\nmsmtp: server message: 550 5.1.1 User unknown\nmsmtp: could not send mail (account default from /etc/msmtprc)',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', command: 'RCPT TO' }],
    },
  ],
  line: /(?<!\S)recipients=\S{1,4000} (?:.{0,400}\bexitcode=EX_|.{0,200}smtpstatus=)|^\s{0,8}(?:msmtp|sendmail): /,
  read(line, memory) {
    const refused = NOT_TAKEN.exec(line);
    if (refused) {
      memory.own.set(TO, refused[1] ?? '');
      memory.own.set('msmtp command', refused[1] ? 'RCPT TO' : refused[2] ? 'MAIL FROM' : 'end of DATA');
      memory.own.delete('msmtp said');
      return [];
    }
    const said = SERVER.exec(line)?.[1];
    if (said !== undefined) {
      const before = memory.own.get('msmtp said');
      const all = before === undefined ? said : `${before}\n${said}`;
      memory.own.set('msmtp said', all);
      // A reply of several lines goes on: `550-…`.
      if (/^\d{3}-/.test(said)) return [];
      memory.own.delete('msmtp said');
      return [
        {
          recipient: addressIn(memory.own.get(TO) ?? ''),
          text: all,
          command: memory.own.get('msmtp command') ?? null,
        },
      ];
    }
    const logged = LOGGED.exec(line);
    if (!logged) return /^\s{0,8}(?:msmtp|sendmail): /.test(line) ? [] : null;
    if (/\bexitcode=EX_OK\b/.test(line)) return [];
    const words = (/\bsmtpmsg='(.{0,3000}?)'(?= \w+=|$)/.exec(line)?.[1] ?? '').replaceAll('\\n', '\n');
    const error = /\berrormsg='(.{0,600}?)'(?= \w+=|$)/.exec(line)?.[1] ?? '';
    const named = /recipient address (\S{3,320}) not accepted/.exec(error)?.[1];
    return addressesIn(named ?? logged[1] ?? '').map((recipient) => ({
      recipient,
      sender: addressIn(/\bfrom=(\S{3,320})/.exec(line)?.[1] ?? ''),
      text: words || error,
      reply: /\bsmtpstatus=([45]\d\d)/.exec(line)?.[1] ?? null,
      remoteHost: /\bhost=(\S{3,253})/.exec(line)?.[1] ?? null,
      action:
        /\bsmtpstatus=4/.test(line) || /EX_TEMPFAIL/.test(line) ? ('delayed' as const) : ('failed' as const),
      command: named === undefined ? null : 'RCPT TO',
    }));
  },
};
