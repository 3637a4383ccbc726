/** What a bounce gives a check of DNS to look at. */
import type { Catalog, ReasonId } from '../catalog/index.ts';
import { type Diagnosis, foreignAuthorOf } from '../diagnosis/index.ts';
import type { CheckInput } from '../dns/index.ts';

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

/**
 * @returns null where DNS has nothing to do with it, or where the bounce names nothing that DNS could be asked about
 */
export function checkInputOf(
  diagnosis: Diagnosis,
  { blocklists, providers }: Pick<Catalog, 'blocklists' | 'providers'>,
): CheckInput | null {
  const { bounce, reason, category, control, blocklist } = diagnosis;
  const recipient = bounce.recipient?.split('@')[1] ?? null;
  // Mail to us: DNS tells nothing of mail that we send.
  if (bounce.refusedByUs) return null;
  if (THEIRS.has(reason)) return recipient === null ? null : { recipient };
  if (category !== 'authentication' && blocklist === null && !OURS.has(reason)) return null;
  // Nobody on our side can change the records of a mailbox provider, or of an author whose mail we only forwarded.
  if (foreignAuthorOf(diagnosis, { providers }) !== null) return null;
  const { dkimSelector = null, dkimDomain = null, fromDomain = null } = bounce.auth ?? {};
  const domain = bounce.envelopeDomain ?? bounce.senderDomain ?? fromDomain;
  const signer = dkimDomain ?? fromDomain ?? domain;
  const ip = bounce.sourceIp ?? bounce.clientIp;
  if (domain === null && dkimDomain === null && ip === null) return null;
  return {
    domain,
    // Who signs is mostly whom From names; whether it is so isn't known.
    from: fromDomain ?? (domain === null ? dkimDomain : null),
    assumed: fromDomain === null ? 'from' : bounce.envelopeDomain === null ? 'domain' : null,
    ip,
    recipient: control === 'tls' ? recipient : null,
    selectors: dkimSelector !== null && signer !== null ? [`${dkimSelector}:${signer}`] : [],
    bounced: true,
    control,
    blocklist: blocklist !== null && blocklists.has(blocklist) ? blocklist : null,
    text: bounce.diagnosticCode ?? bounce.excerpt,
  };
}
