import type { Entry } from '../catalog/index.ts';

/** @returns what names the entry: its tag, else its first codes; empty where it has neither */
export function codeOf({ tags, reply, enhanced }: Entry): string {
  return tags[0]?.source ?? [reply[0], enhanced[0]].filter((part) => part !== undefined).join(' ');
}
