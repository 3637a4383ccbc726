/** OpenSMTPD: `mta delivery … to=<> … result="PermFail" stat="550 5.1.1 User unknown"` (usr.sbin/smtpd/mta.c). */
import { addressIn } from '../../address.ts';
import type { LogLine } from './log-line.ts';
import { timeOf } from './time.ts';

export const opensmtpd: LogLine = {
  name: 'OpenSMTPD',
  mark: /\bresult="?(?:PermFail|TempFail|Ok|LoopDetect)\b/,
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
