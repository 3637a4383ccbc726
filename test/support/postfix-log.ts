/** Lines of a Postfix log of 21 November 2026, as they are pasted. */

type Line = {
  /** "10:15:02" */
  readonly time: string;
  readonly id: string;
  readonly to: string;
  readonly words: string;
  readonly day?: number;
  readonly relay?: string;
};

const stamp = (day: number, time: string): string => `Nov ${String(day).padStart(2)} ${time} mx1 postfix`;

/** @returns the line of an attempt, its status told by the code that its words begin with */
export function attempt({ time, id, to, words, day = 21, relay }: Line): string {
  const host = relay ?? `mx.${to.split('@')[1]}`;
  const status = words.startsWith('4') ? 'deferred' : 'bounced';
  const dsn = /\d\.\d{1,3}\.\d{1,3}/.exec(words)?.[0] ?? `${words[0]}.0.0`;
  return `${stamp(day, time)}/smtp[2211]: ${id}: to=<${to}>, relay=${host}[192.0.2.20]:25, delay=1.4, delays=0.05/0.01/0.7/0.64, dsn=${dsn}, status=${status} (host ${host}[192.0.2.20] said: ${words} (in reply to RCPT TO command))`;
}

export const arrived = ({ time, id, to, day = 21 }: Omit<Line, 'words' | 'relay'>): string =>
  `${stamp(day, time)}/smtp[2211]: ${id}: to=<${to}>, relay=mx.${to.split('@')[1]}[192.0.2.20]:25, delay=1.4, delays=0.05/0.01/0.7/0.64, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 1A2B3C)`;

export const queued = ({
  time,
  id,
  from,
  day = 21,
}: Pick<Line, 'time' | 'id' | 'day'> & { readonly from: string }): string =>
  `${stamp(day, time)}/qmgr[811]: ${id}: from=<${from}>, size=2345, nrcpt=1 (queue active)`;
