/** Lines of a Postfix log, as a team pastes them. */

const line = (user: string, dsn: string, status: string, said: string): string =>
  `Mar  3 10:15:02 mx1 postfix/smtp[2211]: 4FpQx0: to=<${user}@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, dsn=${dsn}, status=${status} (host mx.example.com[192.0.2.20] said: ${said} (in reply to RCPT TO command))`;

/** @returns a log of one problem: this many addresses that don't exist, user0@example.com onwards */
export const deadAddresses = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => line(`user${i}`, '5.1.1', 'bounced', '550 5.1.1 User unknown'));

export const fullMailbox = line('full', '5.2.2', 'bounced', '552 5.2.2 Mailbox full');
