/** Whether what a check asks can be believed: each DNS server, and each blocklist through them. */
import type { Blocklist } from '../catalog/index.ts';
import { examineLists } from './blocklists.ts';
import type { Resolver } from './resolver.ts';
import { nameOf } from './servers.ts';
import { blindWords } from './sight.ts';

/** What is in order, what a check would say "not checked" of, and why. */
export type Examined = { readonly tone: 'good' | 'bad'; readonly text: string };

/**
 * @param lists those that a check asks
 * @returns a finding for each DNS server and each zone of the lists
 */
export async function examineDns(
  resolver: Resolver,
  lists: readonly Blocklist[],
): Promise<readonly Examined[]> {
  const [servers, zones] = await Promise.all([resolver.examine(), examineLists(lists, resolver.resolve)]);
  return [
    ...(servers.length === 0
      ? [{ tone: 'bad', text: 'No DNS server is known. Set DNS_SERVERS.' } as const]
      : servers.map(({ server, sight }): Examined => {
          if (sight.kind === 'blind') {
            return {
              tone: 'bad',
              text: `${capital(blindWords(sight, server))}. Set DNS_SERVERS to one that does.`,
            };
          }
          return sight.kind === 'unclear'
            ? { tone: 'bad', text: `${capital(sight.why)}.` }
            : { tone: 'good', text: `The DNS server ${nameOf(server)} knows the Internet.` };
        })),
    ...zones.map(
      ({ name, fault }): Examined =>
        fault === null
          ? { tone: 'good', text: `${name} answers.` }
          : { tone: 'bad', text: `${name} can't be asked: ${fault}.` },
    ),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
