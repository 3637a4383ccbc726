/**
 * qmail-send's log (also of netqmail, s/qmail and indimail): the recipient stands on the line that starts the delivery,
 * the answer on the one that ends it, with `_` for blanks and `/` for line ends (qmail-log(5)). A message's number is the
 * inode of its file, which the next one gets within minutes: what tells them apart is the process that queued it, `qp`.
 */
import { addressIn } from '../../address.ts';
import { recipientIn } from '../../recipient.ts';
import { spaced } from '../../underscored.ts';
import { type LogLine, tell } from './log-line.ts';

const STARTS = /starting delivery (\d+): msg (\d+) to (?:remote|local) (\S{3,320})/;
const INFO = /\binfo msg (\d{1,15}): bytes \d{1,15} from <([^>]{0,320})>(?: qp (\d{1,10}))?/;
const NEW_OR_END = /\b(?:new|end) msg (\d{1,15})/;
const ENDS = /delivery (\d+): (success|failure|deferral): (\S{0,4000})/;
const OURS =
  /^(?:Unable_to_|qmail-(?:remote|rspawn|lspawn)_|Sorry,_I_(?:wasn't_able_to_switch|have_no_idea)|System_resources|CNAME_lookup_failed_temp|Out_of_memory|Problem_(?:reading|with))/i;

export const qmail: LogLine = {
  name: 'qmail',
  gate: {
    marks: ['delivery ', 'bounce msg '],
    pattern: /delivery \d+: (?:failure|deferral|success)|bounce msg \d+ qp \d/,
  },
  proofs: [{ marks: ['failure:', 'deferral:'], pattern: /\bdelivery \d{1,10}: (?:failure|deferral): \S{3}/ }],
  examples: [
    {
      text: '@4000000065e4 starting delivery 12: msg 3407 to remote ann@example.com\n@4000000065e5 delivery 12: failure: 192.0.2.20_does_not_like_recipient./Remote_host_said:_550_5.1.1_User_unknown/Giving_up_on_192.0.2.20./',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', action: 'failed' }],
    },
    {
      text: 'delivery 245: failure: Unable_to_run_qmail-remote./',
      finds: [{ recipient: null, diagnosticCode: 'Unable to run qmail-remote.', speaker: 'ours' }],
    },
  ],
  line: /delivery \d+: (?:msg|success|failure|deferral)|^.{0,60}(?:new|end) msg \d+|^.{0,60}info msg \d+: bytes|^.{0,60}bounce msg \d+ qp \d|status: (?:local|remote) \d+\/\d+/,
  read(line, memory) {
    const start = STARTS.exec(line);
    if (start) {
      const [, number, inode = '', recipient = ''] = start;
      // Numbers of messages are used again: who sent this one was told before.
      const { sender = null, queueId = inode } = memory.told.get(`msg ${inode}`) ?? {};
      tell(memory, `delivery ${number}`, { recipient: addressIn(recipient), queueId, sender });
      return [];
    }
    const info = INFO.exec(line);
    if (info) {
      const [, inode = '', sender, process] = info;
      tell(memory, `msg ${inode}`, {
        sender: sender || null,
        queueId: process === undefined ? inode : `${inode}.${process}`,
      });
      return [];
    }
    const other = NEW_OR_END.exec(line);
    if (other) {
      memory.told.delete(`msg ${other[1]}`);
      return [];
    }
    const end = ENDS.exec(line);
    if (!end) return [];
    const [, number = '', outcome, words = ''] = end;
    const of = [`delivery ${number}`];
    if (outcome === 'success') return [{ kind: 'delivered', text: '', of }];
    const text = spaced(words);
    // Where the line that starts the delivery wasn't pasted, the answer may name whom it refuses.
    const isTold = memory.told.get(`delivery ${number}`)?.recipient != null;
    return [
      {
        of,
        ...(isTold ? {} : { recipient: recipientIn(text) }),
        text,
        action: outcome === 'deferral' ? 'delayed' : 'failed',
        ...(OURS.test(words) ? { speaker: 'ours' as const } : {}),
      },
    ];
  },
};
