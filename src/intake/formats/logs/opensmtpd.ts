/** OpenSMTPD: `mta delivery … to=<> … result="PermFail" stat="550 5.1.1 User unknown"` (usr.sbin/smtpd/mta.c). */
import { addressIn } from '../../address.ts';
import type { LogLine } from './log-line.ts';
import { timeOf } from './time.ts';

export const opensmtpd: LogLine = {
  name: 'OpenSMTPD',
  gate: { marks: ['permfail', 'tempfail'], pattern: /\bresult="?(?:Perm|Temp)Fail/ },
  proofs: [{ marks: ['permfail', 'tempfail'], pattern: /\bresult="(?:PermFail|TempFail)" stat="/ }],
  examples: [
    {
      text: '9f3d0c1e00000001 mta delivery evpid=1a2b3c4d5e6f7081 from=<news@example.org> to=<ann@example.com> rcpt=<-> source="192.0.2.5" relay="192.0.2.20 (mx.example.com)" delay=2s result="PermFail" stat="550 5.1.1 User unknown"',
      finds: [
        { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', sender: 'news@example.org' },
      ],
    },
  ],
  line: /\bresult="?(?:PermFail|TempFail|Ok|LoopDetect)\b/,
  read(line) {
    const result = /\bresult="?(\w+)/.exec(line)?.[1];
    if (result === 'Ok') return [];
    const relay = /\brelay="?(\S{2,60}) \(([^)\s]{1,253})\)/.exec(line);
    return [
      {
        recipient: addressIn(/\bto=<?([^\s>]{3,320})/.exec(line)?.[1] ?? ''),
        sender: addressIn(/\bfrom=<?([^\s>]{3,320})/.exec(line)?.[1] ?? ''),
        text: /\bstat="([^"]{0,2000})"?/.exec(line)?.[1] ?? '',
        remoteHost: relay?.[2] ?? null,
        sourceIp: /\bsource="?([\d.a-f:]{3,45})/.exec(line)?.[1] ?? null,
        action: result === 'TempFail' ? 'delayed' : 'failed',
        time: timeOf(line),
      },
    ];
  },
};
