/** What a bounce gives a check of DNS to look at, and what a person must tell of it where it gives too little. */
import type { Catalog, ReasonId } from '../catalog/index.ts';
import { type Diagnosis, foreignAuthorOf } from '../diagnosis/index.ts';
import type { CheckInput, CheckReport } from '../dns/index.ts';

/** The sender's address or name is refused, or its reputation: lists and reverse DNS may tell why. */
const OURS: ReadonlySet<ReasonId> = new Set([
  'auth-failure',
  'require-ptr',
  'failed-starttls',
  'blocked',
  'bad-reputation',
  'rejected',
]);
/** The recipient's domain or its mail host is missing. */
const THEIRS: ReadonlySet<ReasonId> = new Set(['host-unknown', 'not-accept']);

type Knowledge = Pick<Catalog, 'blocklists' | 'providers'>;

/** What somebody told besides the bounce; it counts before what the bounce tells. */
export type Told = {
  readonly domain: string | null;
  readonly ip: string | null;
  readonly selectors: readonly string[];
};

/**
 * @returns null where DNS has nothing to do with it, or where neither bounce nor person names anything that DNS could
 *   be asked about
 */
export function checkInputOf(
  diagnosis: Diagnosis,
  catalog: Knowledge,
  told: Told | null = null,
): CheckInput | null {
  const { bounce, reason, control, blocklist } = diagnosis;
  const recipient = bounce.recipient?.split('@')[1] ?? null;
  if (THEIRS.has(reason) && !bounce.refusedByUs) return recipient === null ? null : { recipient };
  if (!isAboutUs(diagnosis, catalog)) return null;
  const { dkimSelector = null, dkimDomain = null, fromDomain = null } = bounce.auth ?? {};
  const domain = told?.domain ?? bounce.envelopeDomain ?? bounce.senderDomain ?? fromDomain;
  const signer = dkimDomain ?? fromDomain ?? domain;
  const ip = told?.ip ?? bounce.sourceIp ?? bounce.clientIp;
  if (domain === null && dkimDomain === null && ip === null)
    return control === 'tls' && recipient !== null ? { recipient, control, bounced: true } : null;
  const named = told?.selectors ?? [];
  return {
    domain,
    // Who signs is mostly whom From names; whether it is so isn't known.
    from: fromDomain ?? (domain === null ? dkimDomain : null),
    assumed: fromDomain === null ? 'from' : bounce.envelopeDomain === null ? 'domain' : null,
    ip,
    recipient: control === 'tls' ? recipient : null,
    selectors:
      named.length > 0
        ? named
        : dkimSelector !== null && signer !== null
          ? [`${dkimSelector}:${signer}`]
          : [],
    bounced: true,
    control,
    blocklist: blocklist !== null && catalog.blocklists.has(blocklist) ? blocklist : null,
    text: bounce.diagnosticCode ?? bounce.excerpt,
  };
}

/** @returns whether records, addresses or a reputation of ours made it bounce */
function isAboutUs(diagnosis: Diagnosis, catalog: Knowledge): boolean {
  const { bounce, reason, category, blocklist } = diagnosis;
  // Mail to us: DNS tells nothing of mail that we send.
  if (bounce.refusedByUs) return false;
  if (category !== 'authentication' && blocklist === null && !OURS.has(reason)) return false;
  // Nobody on our side can change the records of a mailbox provider, or of an author whose mail we only forwarded.
  return foreignAuthorOf(diagnosis, catalog) === null;
}

/** @returns what a person must name before DNS can tell anything of it; null: nothing is lacking, or DNS tells nothing */
export function lackingOf(diagnosis: Diagnosis, catalog: Knowledge): 'domain' | 'ip' | null {
  const { bounce, category, control, blocklist } = diagnosis;
  if (!isAboutUs(diagnosis, catalog)) return null;
  const ip = bounce.sourceIp ?? bounce.clientIp;
  const domain =
    bounce.envelopeDomain ??
    bounce.senderDomain ??
    bounce.auth?.fromDomain ??
    bounce.auth?.dkimDomain ??
    null;
  if (category === 'authentication') {
    if (control === 'ptr') return ip === null ? 'ip' : null;
    // What the recipient's domain publishes about TLS can be looked at without anything of ours.
    if (control === 'tls' && bounce.recipient !== null) return null;
    if (control === 'tls' || control === 'arc') return ip === null && domain === null ? 'domain' : null;
    return domain === null ? 'domain' : null;
  }
  const zones = catalog.blocklists.get(blocklist ?? '')?.zones ?? [];
  if (zones.some(({ lists }) => lists === 'domain') && domain !== null) return null;
  if (blocklist !== null && zones.length === 0) return null;
  return ip === null && (blocklist !== null || domain === null) ? 'ip' : null;
}

/** @returns what an earlier check was about, as somebody told it then */
export const toldIn = ({ subject: { domain, ip, selectors } }: CheckReport): Told => ({
  domain,
  ip,
  selectors: selectors.map(({ selector, domain: of }) => `${selector}:${of}`),
});
