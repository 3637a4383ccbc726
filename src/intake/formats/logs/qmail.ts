/** qmail-send's log: the recipient stands on the line that starts the delivery, the answer on the one that ends it. */
import { addressIn } from '../../address.ts';
import type { LogLine } from './log-line.ts';

const STARTS = /starting delivery (\d+): msg \d+ to (?:remote|local) (\S{3,320})/;
const ENDS = /delivery (\d+): (success|failure|deferral): (\S{0,4000})/;

export const qmail: LogLine = {
  name: 'qmail',
  mark: /delivery \d+: (?:msg|success|failure|deferral)|^.{0,60}(?:new|end) msg \d+|^.{0,60}info msg \d+: bytes|status: (?:local|remote) \d+\/\d+/,
  read(line, memory) {
    const start = STARTS.exec(line);
    if (start?.[1] && start[2]) {
      memory.set(`delivery ${start[1]}`, start[2]);
      return [];
    }
    const end = ENDS.exec(line);
    if (!end) return [];
    const [, number = '', outcome, words = ''] = end;
    if (outcome === 'success') return [];
    return [
      {
        recipient: addressIn(memory.get(`delivery ${number}`) ?? ''),
        text: words
          .replaceAll('_', ' ')
          .replaceAll('/', '\n')
          .replace(/https?:\n\n/g, 'https://'),
        action: outcome === 'deferral' ? 'delayed' : 'failed',
      },
    ];
  },
};
