import { lookup } from 'node:dns/promises';
import type { WebConfig } from './env.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const unresolved = (host: string): string =>
  `The web chat can't listen on HOST=${host}: that name can't be resolved to an address. Check it, or use HOST=127.0.0.1.`;

/** @returns in plain words, that a name leads to no address; null: it does, or is one */
export const nameTrouble = (host: string): Promise<string | null> =>
  lookup(host).then(
    () => null,
    () => unresolved(host),
  );

/**
 * Says in plain words why the server could not listen, and what to change.
 *
 * @param error what `listen` failed with
 * @returns an error for people, with the first one as its cause
 */
export function explainListenError(error: unknown, { host, port }: Pick<WebConfig, 'host' | 'port'>): Error {
  const say = (message: string): Error => new Error(message, { cause: error });
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return say(
        `The web chat can't listen on port ${port} of ${host}: another program uses it. ` +
          `Stop that program, or choose another port, such as PORT=${port < 65535 ? port + 1 : 3000} (PORT=0 takes any free one).`,
      );
    case 'EACCES':
      return say(
        `The web chat may not listen on port ${port}: this user has no right to. Choose a port above 1023, such as PORT=3000.`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say(unresolved(host));
    case 'EADDRNOTAVAIL':
      return say(
        `The web chat can't listen on HOST=${host}: that is not an address of this machine. Use HOST=127.0.0.1.`,
      );
    default:
      return say(`The web chat can't listen on ${host}, port ${port}. Check HOST and PORT.`);
  }
}
