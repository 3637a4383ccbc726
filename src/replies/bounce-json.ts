import type { Diagnosis } from '../diagnosis/index.ts';
import { damageOf } from '../intake/index.ts';
import { turnedAway } from './turned-away.ts';

/**
 * A bounce for programs. The names are a promise: fields may be added, none is renamed. What is not known is null.
 * @param fallbackTitle the reason's title, for a bounce that no catalog entry decided
 */
export function bounceJson(diagnosis: Diagnosis, fallbackTitle: string) {
  const { bounce, entry } = diagnosis;
  return {
    recipient: bounce.recipient,
    finalRecipient: bounce.finalRecipient,
    feedbackType: bounce.feedbackType,
    damage: damageOf(bounce.recipient),
    replyCode: bounce.replyCode,
    enhancedCode: bounce.enhancedCode,
    diagnosticCode: bounce.diagnosticCode,
    remoteHost: bounce.remoteHost,
    sourceIp: bounce.sourceIp,
    senderDomain: bounce.senderDomain,
    envelopeDomain: bounce.envelopeDomain,
    fromDomain: bounce.auth?.fromDomain ?? null,
    dkimDomain: bounce.auth?.dkimDomain ?? null,
    dkimSelector: bounce.auth?.dkimSelector ?? null,
    messageId: bounce.messageId,
    subject: bounce.subject,
    queueId: bounce.queueId,
    queueHost: bounce.queueHost,
    platformId: bounce.platformId,
    eventId: bounce.eventId,
    time: bounce.time,
    timeFrom: bounce.timeFrom,
    attempts: bounce.attempts,
    speaker: bounce.speaker,
    provider: diagnosis.provider,
    reason: diagnosis.reason,
    category: diagnosis.category,
    suppress: diagnosis.suppress,
    retry: diagnosis.retry,
    control: diagnosis.control,
    blocklist: diagnosis.blocklist,
    entry: entry?.id ?? null,
    evidence: diagnosis.evidence,
    certainty: diagnosis.certainty,
    also: diagnosis.also,
    otherwise: diagnosis.otherwise,
    title: turnedAway(diagnosis)?.title ?? entry?.title ?? fallbackTitle,
  };
}
