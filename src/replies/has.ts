import type { Actor } from '../audit/index.ts';

/** @returns the verb behind a name: on the web the one person there is called "You" */
export const has = ({ name }: Actor): 'have' | 'has' => (name === 'You' ? 'have' : 'has');
