/**
 * Weighs a bounce against the catalog. Every entry that fits is a candidate; the best one decides:
 *
 * 1. what is no mere hint before what is (`weak` in the catalog),
 * 2. then by the kind of evidence: the provider's own response, wording, enhanced code, reply code,
 * 3. then by how much of the text and of the codes it accounts for.
 *
 * What is weighed are the server's own words, with the refused command behind them (`§ MAIL FROM` in a pattern), so
 * that a wording may ask for it: "Access denied" at MAIL FROM is about the sender, at connecting about our host.
 * Where those words are no more than a hint, the passage that they stood in is weighed as well, and believed if
 * something in it is more.
 */
import {
  type Catalog,
  type Control,
  type Entry,
  FENCE,
  type Permanence,
  type ReasonId,
} from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { anybodys } from './anybodys.ts';
import { CLASSES, classOf } from './certainty.ts';
import { CHECKS, checksStated } from './checks-stated.ts';
import type { Diagnosis } from './diagnosis.ts';
import { createEvidences, entriesOfLists } from './evidence.ts';
import { groundsOf } from './grounds.ts';
import { halvesOf, otherwiseOf, questionOf } from './otherwise.ts';
import { createProviderFinder, type Proven } from './provider.ts';
import { type Claim, EVIDENCE_OF } from './rule.ts';
import { leading } from './several.ts';
import { unsoundness } from './sound.ts';
import { OTHER_CODES, weigh } from './weigh.ts';
import { lostBecause, type Weighing } from './why.ts';

/** Longest text that is weighed, in characters: what decides stands at the front. */
const LONGEST = 8000;

/** Categories in which a blocklist named in the text is part of the story. */
const LISTABLE: ReadonlySet<string> = new Set(['policy', 'content', 'throttle', 'authentication']);

/**
 * `diagnose` says what we think of a bounce, `why` also which other entries it could have been, and why they lost.
 * Both are pure; a diagnosis takes some microseconds.
 */
export type CatalogJudge = {
  readonly diagnose: (bounce: Bounce) => Diagnosis;
  readonly why: (bounce: Bounce) => Weighing;
};

export function createCatalogJudge(catalog: Catalog): CatalogJudge {
  const evidence = createEvidences(catalog);
  const providerOf = createProviderFinder(catalog);
  const entryOfList = entriesOfLists(catalog);

  /** Searches the words, and the passage around them where that says more. */
  function consider(bounce: Bounce) {
    const words = wordsOf(bounce);
    evidence.search(words);
    const proven = providerOf(bounce, evidence.marked());
    const byWords = decide(bounce, proven, words, false);
    const { diagnosticCode, excerpt } = bounce;
    if (diagnosticCode === null || diagnosticCode === excerpt) return byWords;
    if (byWords.best !== null && !byWords.best.rule.entry.weak) return byWords;
    const passage = passageOf(bounce);
    evidence.search(passage);
    const byPassage = decide(bounce, proven, passage, true);
    const isMore = byPassage.best !== null && (byWords.best === null || !byPassage.best.rule.entry.weak);
    return isMore ? byPassage : byWords;
  }

  /** What the text that was searched last comes to. */
  function decide(bounce: Bounce, proven: Proven | null, text: string, isPassage: boolean) {
    const claims = evidence.claims(bounce);
    const heaviest = bestClaim(claims, bounce, proven);
    // Without a reply code nobody did answer; what answers a command is one server's answer.
    const isOne = bounce.replyCode === null || !(bounce.command === null || bounce.command === 'connect');
    const leader = isOne
      ? heaviest
      : leading(heaviest, claims, (claim) =>
          evidence.isRuledOut(claim) ? OTHER_CODES : weigh(claim, bounce, proven),
        );
    const best = anybodys(leader, claims, { bounce, proven, isRuledOut: evidence.isRuledOut });
    const permanence =
      permanenceOf(bounce) ?? catalog.reasons[reasonOf(bounce, best?.rule.entry ?? null)].usually;
    const found = {
      best,
      claims,
      isRuledOut: evidence.isRuledOut,
      proven,
      doubts: evidence.doubts(),
      isMentioned: evidence.isMentioned,
      text,
      isApart: evidence.isApart,
    };
    const grounds = groundsOf(found, bounce, permanence);
    return { best, proven, permanence, grounds, blocklist: evidence.listed(best), isPassage };
  }

  /** @returns the weightiest claim of the text that was searched last; null where none counts */
  function bestClaim(claims: readonly Claim[], bounce: Bounce, proven: Proven | null): Claim | null {
    let best: Claim | null = null;
    let most = 0;
    for (const claim of claims) {
      if (claim.ceiling + claim.weight < most) continue;
      const weight = weigh(claim, bounce, proven);
      const comesFirst =
        weight > most || (weight === most && best !== null && claim.rule.place < best.rule.place);
      if (!comesFirst || evidence.isRuledOut(claim)) continue;
      best = claim;
      most = weight;
    }
    return best;
  }

  /** Words that only say "listed" give way to the blocklist that the text names: its entry knows the way out. */
  function ofTheListNamed(entry: Entry | null, blocklist: string | null): Entry | null {
    if (entry?.kind !== 'wording' || blocklist === null) return entry;
    const named = entryOfList.get(blocklist);
    return named?.reason === entry.reason ? named : entry;
  }

  return {
    diagnose(bounce) {
      const { best, proven, permanence, grounds, blocklist } = consider(bounce);
      const entry = ofTheListNamed(best?.rule.entry ?? null, blocklist);
      const reason = reasonOf(bounce, entry);
      const facts = catalog.reasons[reason];
      const decided = entry?.reason === reason ? entry : null;
      const judgement = decided ?? facts;
      const certainty = CLASSES[classOf(bounce, grounds)];
      const halves = bounce.kind === 'bounce' ? halvesOf(reason, grounds) : null;
      const provided = (proven?.by === 'domain' ? null : proven?.provider) ?? decided?.provider ?? null;
      if (halves !== null) {
        return {
          ...{ bounce, reason: halves.dead, permanence, provider: provided, also: grounds.also },
          category: permanence === 'temporary' ? 'soft' : catalog.reasons[halves.dead].category.permanent,
          ...{ suppress: false, retry: permanence === 'temporary', control: null, blocklist: null },
          ...{ entry: null, evidence: decided && EVIDENCE_OF[decided.kind], certainty: 'unsure' },
          otherwise: {
            reason: halves.other,
            ask: questionOf(halves.dead, halves.other),
            isNamed: true,
          },
        };
      }
      const unsound = judgement.suppress[permanence] ? unsoundness(bounce, grounds, certainty) : null;
      const isForNow = unsound === 'for-now' || unsound === 'not-final';
      const category = isForNow ? 'soft' : judgement.category[permanence];
      return {
        bounce,
        reason,
        category,
        suppress: judgement.suppress[permanence] && unsound === null,
        retry: judgement.retry[permanence] || unsound === 'for-now',
        permanence,
        provider: provided,
        control: controlIn(decided?.control ?? null, bounce),
        blocklist: decided?.blocklist ?? (LISTABLE.has(category) ? blocklist : null),
        entry: decided,
        evidence: decided && EVIDENCE_OF[decided.kind],
        certainty,
        also: grounds.also,
        otherwise: otherwiseOf(reason, grounds, certainty, bounce),
      };
    },
    why(bounce) {
      const { best, proven, grounds, blocklist, isPassage } = consider(bounce);
      evidence.search(isPassage ? passageOf(bounce) : wordsOf(bounce));
      const winner = ofTheListNamed(best?.rule.entry ?? null, blocklist);
      return {
        proven,
        isPassage,
        evidence: classOf(bounce, grounds),
        winner: winner && { entry: winner, found: best && evidence.foundBy(best) },
        losers: heaviestOfEach(evidence.claims(bounce), (claim) => weigh(claim, bounce, proven))
          .filter(({ rule }) => rule.entry !== winner)
          .map((claim) => ({
            entry: claim.rule.entry,
            found: evidence.foundBy(claim),
            because: lostBecause(claim, {
              best,
              bounce,
              proven,
              ruledOutBy: evidence.ruledOutBy(claim),
              blocklist: winner === best?.rule.entry ? null : winner,
              providerName: catalog.providers.get(claim.rule.entry.provider ?? '')?.name ?? null,
            }),
          })),
      };
    },
  };
}

/** Of SPF, DKIM and DMARC the one that the words say failed, where they say it. */
function controlIn(known: Control | null, { kind, diagnosticCode, excerpt }: Bounce): Control | null {
  if (kind !== 'bounce' || (known !== 'multiple' && !CHECKS.some((check) => check === known))) return known;
  const { failed } = checksStated(diagnosticCode ?? excerpt);
  return failed.length === 0 ? known : ((failed.length === 1 ? failed[0] : 'multiple') ?? known);
}

/** Of a feedback report its type tells the reason: only some are complaints. */
function reasonOf({ kind, feedbackType }: Bounce, entry: Entry | null): ReasonId {
  if (kind === 'bounce') return entry?.reason ?? 'undefined';
  return kind === 'feedback' && feedbackType !== null ? (entry?.reason ?? kind) : kind;
}

/** @returns of each entry the claim that weighs most, heaviest first */
function heaviestOfEach(claims: readonly Claim[], weightOf: (claim: Claim) => number): readonly Claim[] {
  const sorted = claims.toSorted((a, b) => weightOf(b) - weightOf(a));
  return sorted.filter(({ rule }, i) => sorted.findIndex((claim) => claim.rule === rule) === i);
}

/** A line of a session in which the server says yes, "250-8BITMIME": no cause of anything. */
const YES = /^[<>\- \t]{0,8}(?:S: ?)?2\d\d[ -].{0,1000}$/gm;

/** Exim's names for its own parts, `R=dnslookup T=remote_smtp`: no words of anybody's. */
const OWN_PARTS = / [RT]=[\w.-]{1,64}/g;

/** What stood around the server's words. */
const passageOf = ({ excerpt }: Bounce): string =>
  excerpt.slice(0, LONGEST).replace(YES, '').replace(OWN_PARTS, '');

/** The server's words, and the command that they refused. */
function wordsOf({ diagnosticCode, excerpt, command }: Bounce): string {
  const words = diagnosticCode ?? excerpt;
  const front = words.length > LONGEST ? words.slice(0, LONGEST) : words;
  return command === null ? front : front + FENCE + command.replaceAll(' ', '');
}

/**
 * For good or for now: the reply code's first digit (RFC 5321 §4.2.1), else the enhanced code's class
 * (RFC 3463 §2), else the report's action.
 */
function permanenceOf(bounce: Bounce): Permanence | null {
  const digit = (bounce.replyCode ?? bounce.enhancedCode)?.[0];
  if (digit === '5') return 'permanent';
  if (digit === '4') return 'temporary';
  return bounce.action === 'delayed' ? 'temporary' : null;
}
