/** Postfix's logs for `bench/load.ts`: of a hundred lines three bounce and two are put off, the others arrive. */

/** @param size in bytes, about */
export function logOf(nth: number, file: number, size: number): Buffer {
  const lines: string[] = [];
  let length = 0;
  for (let i = 0; length < size; i += 1) {
    const line = lineOf(nth, `${nth}-${file}-${i}`, i);
    lines.push(line);
    length += line.length + 1;
  }
  return Buffer.from(lines.join('\n'));
}

/** Every second log was exported without the ids of its messages. */
function lineOf(nth: number, name: string, i: number): string {
  const id = nth % 2 === 0 ? `4F${Buffer.from(name).toString('hex').toUpperCase()}: ` : '';
  const front = `Mar  3 10:15:02 mx1 postfix/smtp[2211]: ${id}to=<user${name}@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4,`;
  const kind = i % 100;
  if (kind < 3)
    return `${front} dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`;
  return kind < 5
    ? `${front} dsn=4.2.2, status=deferred (host mx.example.com[192.0.2.20] said: 452 4.2.2 Mailbox full (in reply to RCPT TO command))`
    : `${front} dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4FpQx0)`;
}
