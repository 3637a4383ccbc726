/** What a question to DNS can come back with. A failure is never told as "there is no such record". */

export const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'TLSA', 'TXT'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** The data of one record, by its type. Names are lower case, without a final dot. */
export type RecordData = {
  readonly A: string;
  readonly AAAA: string;
  readonly CNAME: string;
  readonly NS: string;
  readonly PTR: string;
  readonly MX: { readonly preference: number; readonly exchange: string };
  /** The strings of a record, joined without blanks (RFC 7208 §3.3), as UTF-8 where they are that. */
  readonly TXT: string;
  /** RFC 6698 §2.1; the data in hexadecimal. */
  readonly TLSA: {
    readonly usage: number;
    readonly selector: number;
    readonly matching: number;
    readonly data: string;
  };
};

type Told = {
  /** Seconds for which this answer may be kept: the least TTL of its records, or of the absence (RFC 2308). */
  readonly ttl: number;
  /** The resolver says that it checked DNSSEC (AD bit, RFC 4035 §3.2.3). */
  readonly authenticated: boolean;
  /** Names that the question was passed on to by CNAME records, in order. */
  readonly aliases: readonly string[];
};

export type Answer<T extends RecordType = RecordType> =
  | (Told & { readonly status: 'found'; readonly records: readonly RecordData[T][] })
  /** The name does not exist (NXDOMAIN). */
  | (Told & { readonly status: 'no-name' })
  /** The name exists and has no record of this type. */
  | (Told & { readonly status: 'no-data' })
  | DnsFailure;

/** The question could not be answered: nothing is known about the record. */
export type DnsFailure = {
  readonly status: 'failed';
  readonly kind:
    | 'timeout'
    | 'server-failure'
    | 'refused'
    | 'unreachable'
    | 'malformed'
    /** Nobody looked the name up: a referral, or an alias that leads in a circle. */
    | 'not-followed'
    /** The server is known not to know the Internet, or to hold back what it knows. */
    | 'blind'
    | 'bad-name'
    | 'budget';
  /** In plain words, to follow "because": "the DNS server 192.0.2.53 did not answer within 1.5 seconds". */
  readonly why: string;
};

/** Asks one question. Never throws: what goes wrong is a `DnsFailure`. */
export type Resolve = <T extends RecordType>(name: string, type: T) => Promise<Answer<T>>;

/** @returns the records, none where the name or the type is missing or the question failed */
export function recordsOf<T extends RecordType>(answer: Answer<T>): readonly RecordData[T][] {
  return answer.status === 'found' ? answer.records : [];
}

/** @returns whether DNS said for certain that there is no such record */
export function isAbsent(answer: Answer): boolean {
  return answer.status === 'no-name' || answer.status === 'no-data';
}

/** @returns a record as a zone file has it, for people to read */
export function recordText(type: RecordType, data: RecordData[RecordType]): string {
  if (typeof data === 'string') return type === 'TXT' ? `"${data}"` : data;
  return 'exchange' in data
    ? `${data.preference} ${data.exchange || '.'}`
    : `${data.usage} ${data.selector} ${data.matching} ${data.data}`;
}
