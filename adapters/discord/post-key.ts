/**
 * A mark of our own on what we post: by it a post is known again after a crash, when Discord's memory of the nonce
 * (some minutes) is over and its list of messages no longer tells the nonce. A component may carry a number of 32
 * bits (Component reference, "Anatomy of a Component", `id`); the first one of a message carries this.
 */
import { createHash } from 'node:crypto';
import type { Body } from './body.ts';

/** @returns a number between 2^16 and 2^31, the same for the same key */
export const keyNumber = (key: string): number =>
  (createHash('sha256').update(key).digest().readUInt32BE(0) & 0x7fffffff) | 0x10000;

/** @returns the same message with the mark of a key on it */
export function withKey(body: Body, key: string): Body {
  const [first, ...more] = body.components;
  return first === undefined ? body : { ...body, components: [{ ...first, id: keyNumber(key) }, ...more] };
}
