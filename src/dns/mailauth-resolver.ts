/** Our resolver in the shape that mailauth asks for: lists of records, or an error with node's DNS error code. */
import type { DNSResolver } from 'mailauth';
import { type DnsFailure, RECORD_TYPES, type RecordType, type Resolve } from './answer.ts';

const CODES: Readonly<Record<DnsFailure['kind'], string>> = {
  timeout: 'ETIMEOUT',
  budget: 'ETIMEOUT',
  'server-failure': 'ESERVFAIL',
  refused: 'EREFUSED',
  unreachable: 'ECONNREFUSED',
  malformed: 'EBADRESP',
  'not-followed': 'ESERVFAIL',
  blind: 'ESERVFAIL',
  'bad-name': 'EBADNAME',
};

/** The failure behind a result such as SPF's `temperror`. */
class FailedQuestion extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** @returns a resolver like `dns.promises.resolve` */
export function mailauthResolver(ask: Resolve): DNSResolver {
  const resolver = async (name: string, type: string): Promise<unknown> => {
    const known = RECORD_TYPES.find((one): one is RecordType => one === type);
    if (!known) throw new FailedQuestion('ENOTIMP', `no questions for ${type} are asked`);
    const answer = await ask(name, known);
    switch (answer.status) {
      case 'no-name':
        throw new FailedQuestion('ENOTFOUND', `${name} does not exist`);
      case 'no-data':
        throw new FailedQuestion('ENODATA', `${name} has no ${type} record`);
      case 'failed':
        throw new FailedQuestion(CODES[answer.kind], answer.why);
      case 'found':
        return answer.records.map((data) => {
          if (type === 'TXT') return [data];
          if (typeof data === 'object' && 'exchange' in data) {
            return { priority: data.preference, exchange: data.exchange };
          }
          return data;
        });
    }
  };
  return resolver as DNSResolver;
}
