/** Which of a forum's tags fit a reply. */
import { type APIGuildForumTag, ChannelFlags } from 'discord.js';
import { CATEGORY_NAMES, type Reply } from '../../src/replies/index.ts';

/** A post takes no more (Channel resource, "Start Thread in Forum or Media Channel"). */
const MOST = 5;

/** @returns what a tag for this reply may be called, the most telling first */
export const tagWordsOf = (reply: Reply): readonly string[] =>
  reply.kind !== 'verdict'
    ? []
    : [
        ...(reply.escalation ? [reply.escalation.control] : []),
        CATEGORY_NAMES[reply.category],
        reply.category,
        'bounce',
        'bounces',
      ];

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * @param forum its tags, and its flags, which say whether a post must have one
 * @returns ids of the tags to put on a post; where one is needed and none fits, the first that anybody may use
 */
export function tagsFor(
  {
    available_tags: tags,
    flags,
  }: { readonly available_tags: readonly APIGuildForumTag[]; readonly flags?: number | undefined },
  words: readonly string[],
): readonly string[] {
  const free = tags.filter(({ moderated }) => !moderated);
  const fitting = words.flatMap((word) => free.filter(({ name }) => plain(name) === plain(word)));
  const ids = [...new Set(fitting.map(({ id }) => id))].slice(0, MOST);
  const [first] = free;
  return ids.length === 0 && ((flags ?? 0) & ChannelFlags.RequireTag) !== 0 && first ? [first.id] : ids;
}
