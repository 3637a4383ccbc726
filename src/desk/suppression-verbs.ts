/** `/bounces suppressed`, `suppress`, `unsuppress` and `search`: the suppression list, by command. */
import { REASONS, type ReasonId } from '../catalog/index.ts';
import {
  notAnAddressReply,
  remarkNeededReply,
  searchReply,
  suppressedReply,
  suppressionStatusReply,
  unsuppressedReply,
} from '../replies/index.ts';
import {
  findSuppression,
  normalAddress,
  searchSuppressions,
  suppress,
  unsuppress,
} from '../suppressions/index.ts';
import { originOf } from './context.ts';
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
      const standing = await findSuppression(context.store, await context.fingerprint(), actor.team, address);
      return suppressionStatusReply(address, standing, context.catalog);
    },
  },
  suppress: {
    needs: 'triager',
    async run(context, command, rest) {
      const { named, remark } = wordsOf(rest);
      const { address, why } = normalAddress(named);
      if (address === null) return notAnAddressReply(why, '/bounces suppress user@example.com user-unknown');
      const { team } = command.actor;
      const fingerprint = await context.fingerprint();
      const what = { addresses: [address], ...reasonOf(remark), source: 'command', caseId: null } as const;
      const added = await suppress(context.store, fingerprint, team, what, originOf(context, command));
      const standing = await findSuppression(context.store, fingerprint, team, address);
      return suppressedReply(address, added.has(address), standing, context.catalog);
    },
  },
  unsuppress: {
    needs: 'triager',
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

/** A remark may begin with the id of a reason; else nobody has said which it is. */
function reasonOf(remark: string): { readonly reason: ReasonId; readonly evidence: string | null } {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(remark) ?? [];
  const reason = REASONS.find((id) => id === word.toLowerCase());
  return reason
    ? { reason, evidence: rest === '' ? null : rest }
    : { reason: 'undefined', evidence: remark === '' ? null : remark };
}
