/** `bounce-triage doctor dns`: can what a check asks be believed. */
import { type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { blocklistFault, createResolver, examineDns } from '../../src/dns/index.ts';
import type { Finding } from '../adapter.ts';
import type { DnsConfig } from './check.ts';
import { UsageError } from './exit.ts';

/** @throws UsageError where a list is configured that nobody knows */
export async function examineOwnDns(
  catalogs: Catalogs,
  { DNS_SERVERS: servers, DNS_BLOCKLISTS: lists }: DnsConfig,
): Promise<readonly Finding[]> {
  const { catalog } = await openCatalog(catalogs);
  const fault = blocklistFault(lists, null, catalog);
  if (fault !== null) throw new UsageError(fault);
  return examineDns(createResolver({ servers }), lists, catalog);
}
