import type { CaseChange } from '../cases/index.ts';
import { CATEGORY_NAMES } from './badge.ts';
import { coded } from './check-section.ts';
import { type Line, plain } from './reply.ts';
import { shortNote } from './short-note.ts';

/** @returns one line for the thread: "Ann snoozed this until Monday, 9:00." */
export function changeLine({ action, by, addresses, owner, until, note, kind }: CaseChange): Line {
  const who: Line = [{ kind: 'actor', actor: by }];
  const says = (what: string): Line => [...who, ...plain(` ${what}.`)];
  switch (action) {
    case 'claim':
      return says('claimed this');
    case 'release':
      return says('released this: nobody looks after it now');
    case 'hand-over':
      return [
        ...who,
        ...plain(' handed this over to '),
        ...(owner ? [{ kind: 'actor', actor: owner } as const] : []),
        ...plain('.'),
      ];
    case 'snooze':
      return [...who, ...plain(' snoozed this until '), { kind: 'time', at: until ?? 0 }, ...plain('.')];
    case 'wake':
      return by.id === 'bounce-triage'
        ? plain('The snooze is over: this is open again.')
        : says('ended the snooze');
    case 'escalate':
      return [...who, ...plain(note ? ` escalated this: ${shortNote(note)}` : ' escalated this.')];
    case 'correct':
      return says(
        kind === null
          ? 'took back what was said of this'
          : kind === 'alive'
            ? 'said that the address works'
            : `said what this is: ${lower(CATEGORY_NAMES[kind])}`,
      );
    case 'resolve':
      return says('resolved this');
    case 'reopen':
      return says('reopened this');
    case 'suppress':
    case 'suppress-some':
      return says(
        addresses > 1
          ? `put ${addresses.toLocaleString('en')} addresses on the suppression list`
          : 'put the address on the suppression list',
      );
    case 'not-a-bounce':
      return says('marked this as not a bounce. I keep silent on this text from now on');
    case 'undo':
      return says('took the last step back');
    case 'check':
      return by.id === 'bounce-triage'
        ? [...plain('DNS was looked at. '), ...coded(note ?? '')]
        : [...who, ...plain(' had DNS looked at. '), ...coded(note ?? '')];
    case 'acknowledge':
      return says('acknowledged the escalation');
    case 'raise':
    case 'spike':
    case 'quiet':
      return plain(note ?? '');
    case 'came-back':
      return plain('It bounced again, so this is open again.');
  }
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
