/**
 * OpenSMTPD: `mta delivery … to=<> … result="PermFail" stat="550 5.1.1 User unknown"` (usr.sbin/smtpd/mta.c and mda.c), in
 * releases before 5.7 `relay: PermFail for …, to=<>, …, stat=550 …`; `failed-command` is what it refused itself.
 */
import { addressIn, oneAddressIn } from '../../address.ts';
import type { LogLine } from './log-line.ts';

const RESULT = /\bresult="?(\w+)|\b(?:relay|delivery): (PermFail|TempFail|LoopDetect|Ok) for /;
/** An envelope's id: its first half is the message's (usr.sbin/smtpd/envelope.c). */
const EVPID = /\bevpid="?([\da-f]{8})[\da-f]{8}|\b(?:Fail|Detect|Ok) for ([\da-f]{8})[\da-f]{8}:/;
const REFUSED =
  /(?:failed-command\b.{0,300}?command="?(.{3,400}?)"? result="?([45]\d\d.{0,600}?)"?$)|(?:smtp-in: Failed command on session \w{1,20}: "(.{3,400}?)" => ([45]\d\d.{0,600}))$/;

export const opensmtpd: LogLine = {
  name: 'OpenSMTPD',
  gate: {
    marks: [
      'permfail',
      'tempfail',
      'loopdetect',
      'result="ok"',
      'failed-command',
      'failed command on session',
    ],
    pattern:
      /\bresult="?(?:PermFail|TempFail|LoopDetect|Ok)|\b(?:relay|delivery): (?:Perm|Temp)Fail|failed.command/i,
  },
  proofs: [
    {
      marks: ['permfail', 'tempfail', 'loopdetect'],
      pattern:
        /\bresult="?(?:PermFail|TempFail|LoopDetect)"? stat=|\b(?:relay|delivery): (?:Perm|Temp)Fail for \w[^\n]{3,900}\bstat=/,
    },
  ],
  examples: [
    {
      text: '9f3d0c1e00000001 mta delivery evpid=1a2b3c4d5e6f7081 from=<news@example.org> to=<ann@example.com> rcpt=<-> source="192.0.2.5" relay="192.0.2.20 (mx.example.com)" delay=2s result="PermFail" stat="550 5.1.1 User unknown"',
      finds: [
        { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', sender: 'news@example.org' },
      ],
    },
    {
      text: 'relay: TempFail for c534b8c7f5ad4a41: session=a6ee64ec089bf84f, from=<news@example.org>, to=<ann@example.com>, rcpt=<->, source=192.0.2.5, relay=192.0.2.20 (mx.example.com), delay=6m41s, stat=451 Temporary failure',
      finds: [
        { recipient: 'ann@example.com', replyCode: '451', remoteHost: 'mx.example.com', action: 'delayed' },
      ],
    },
    {
      text: 'Mar  3 10:15:02 mx1 smtpd[2211]: 9f3d0c1e00000002 smtp failed-command command="RCPT TO:<ann@example.com>" result="550 Invalid recipient: <ann@example.com>"',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', speaker: 'ours', refusedByUs: true }],
      noticed: false,
    },
  ],
  line: /\bresult="?(?:PermFail|TempFail|Ok|LoopDetect|[45]\d\d)|\b(?:relay|delivery): (?:PermFail|TempFail|LoopDetect|Ok) for |smtp-in: Failed command/,
  read(line) {
    const refused = REFUSED.exec(line);
    if (refused) {
      const command = refused[1] ?? refused[3] ?? '';
      const text = refused[2] ?? refused[4] ?? '';
      return [
        {
          recipient: /^rcpt/i.test(command) ? addressIn(command) : null,
          text,
          command: /^(?:RCPT TO|MAIL FROM|DATA|EHLO|HELO)/i.exec(command)?.[0].toUpperCase() ?? null,
          action: text.startsWith('4') ? 'delayed' : 'failed',
          speaker: 'ours',
          refusedByUs: true,
        },
      ];
    }
    const found = RESULT.exec(line);
    const result = found?.[1] ?? found?.[2];
    if (result === undefined) return null;
    const envelope = EVPID.exec(line);
    const queueId = envelope?.[1] ?? envelope?.[2] ?? null;
    const recipient = /\bto=<?([^\s>,]{3,320})/.exec(line)?.[1] ?? '';
    if (result === 'Ok') return [{ kind: 'delivered', recipient, queueId, text: '' }];
    const relay = /\brelay="?(\S{2,60}) \(([^)\s]{1,253})\)/.exec(line);
    return [
      {
        recipient: oneAddressIn(recipient),
        queueId,
        sender: addressIn(/\bfrom=<?([^\s>,]{3,320})/.exec(line)?.[1] ?? ''),
        text: (/\bstat="([^"]{0,2000})"?/.exec(line) ?? /\bstat=(.{0,2000})$/.exec(line))?.[1] ?? '',
        remoteHost: relay?.[2] ?? null,
        sourceIp: /\bsource="?([\d.a-f:]{3,45})/.exec(line)?.[1] ?? null,
        action: result === 'TempFail' ? 'delayed' : 'failed',
      },
    ];
  },
};
