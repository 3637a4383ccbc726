/** `/bounces suppressed`, `suppress`, `unsuppress` and `search`: the suppression list, by command. */
import { judge, keptByVerdict } from '../cases/index.ts';
import { REASONS, type ReasonId } from '../catalog/index.ts';
import {
  askBeforeReply,
  notAnAddressReply,
  remarkNeededReply,
  searchReply,
  suppressedReply,
  suppressionStatusReply,
  unsuppressedReply,
  verdictReply,
} from '../replies/index.ts';
import {
  findSuppression,
  normalAddress,
  searchSuppressions,
  suppress,
  unsuppress,
} from '../suppressions/index.ts';
import { type Context, originOf } from './context.ts';
import type { Verb } from './verb.ts';

/** Addresses in one answer. */
const PAGE = 20;
/** Characters of a remark that are kept. */
const LONGEST_REMARK = 500;

export const suppressionVerbs: Readonly<Record<string, Verb>> = {
  suppressed: {
    needs: 'viewer',
    async run(context, { actor }, rest) {
      const { address, why } = normalAddress(rest);
      if (address === null) return notAnAddressReply(why, '/bounces suppressed user@example.com');
      const status = await findSuppression(context.store, await context.fingerprint(), actor.team, address);
      return suppressionStatusReply(address, status, context.catalog);
    },
  },
  suppress: {
    needs: 'triager',
    changes: true,
    async run(context, command, rest) {
      const { named, remark } = wordsOf(rest);
      const { address, why } = normalAddress(named);
      if (address === null) return notAnAddressReply(why, '/bounces suppress user@example.com user-unknown');
      const { team } = command.actor;
      const { isSure, reason, evidence } = whyOf(remark);
      const fingerprint = await context.fingerprint();
      const before = await findSuppression(context.store, fingerprint, team, address);
      if (!isSure && before.kind === 'free') {
        const kept = await keptBy(context, team, address);
        if (kept !== null) return askBeforeReply(address, kept);
      }
      const what = { addresses: [address], reason, evidence, source: 'command', caseId: null } as const;
      const added = await suppress(context.store, fingerprint, team, what, originOf(context, command));
      const status = await findSuppression(context.store, fingerprint, team, address);
      return suppressedReply(address, added.has(address), status, context.catalog);
    },
  },
  unsuppress: {
    needs: 'triager',
    changes: true,
    async run(context, command, rest) {
      const { named, remark } = wordsOf(rest);
      const { address, why } = normalAddress(named);
      if (address === null) return notAnAddressReply(why, '/bounces unsuppress user@example.com new mailbox');
      if (remark === '') return remarkNeededReply(address);
      const { team } = command.actor;
      const signature = originOf(context, command);
      const before = await unsuppress(
        context.store,
        await context.fingerprint(),
        team,
        address,
        remark,
        signature,
      );
      return unsuppressedReply(address, before, context.catalog);
    },
  },
  search: {
    needs: 'viewer',
    async run({ store, catalog }, { actor }, rest) {
      return searchReply(rest, await searchSuppressions(store, actor.team, rest, PAGE, null), catalog);
    },
  },
};

/** "ann@example.com she left", "<mailto:ann@example.com|ann@example.com> she left" */
function wordsOf(rest: string): { readonly named: string; readonly remark: string } {
  const [, named = '', remark = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? [];
  return { named, remark: remark.slice(0, LONGEST_REMARK).toWellFormed() };
}

/** Said between the address and the remark by whoever wants it in spite of the last verdict. */
const SURE = 'anyway';

/** "anyway she left", "user-unknown 550 5.1.1 …": a remark may begin with the id of a reason; else nobody has said it. */
function whyOf(remark: string): {
  readonly isSure: boolean;
  readonly reason: ReasonId;
  readonly evidence: string | null;
} {
  const first = firstWordOf(remark);
  const isSure = first.word.toLowerCase() === SURE;
  const said = isSure ? first.rest : remark;
  const { word, rest } = firstWordOf(said);
  const reason = REASONS.find((id) => id === word.toLowerCase());
  return { isSure, reason: reason ?? 'undefined', evidence: (reason ? rest : said) || null };
}

function firstWordOf(text: string): { readonly word: string; readonly rest: string } {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  return { word, rest };
}

/** @returns what the last verdict on the address was, where it was to keep it; else null */
async function keptBy(
  context: Context,
  team: string,
  address: string,
): Promise<{ readonly title: string; readonly lastAt: number; readonly isSure: boolean } | null> {
  const { store, catalog, patience, now } = context;
  const by = { knowledge: context, patience, now: now().getTime() };
  const handled = (await keptByVerdict(store, team, [address], by)).get(address);
  if (!handled) return null;
  const diagnosis = judge(context, handled);
  const { title } = verdictReply(diagnosis, catalog, null);
  return { title, lastAt: handled.lastAt, isSure: diagnosis.certainty !== 'unsure' };
}
