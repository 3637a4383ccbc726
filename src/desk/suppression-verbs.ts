import type { Verb } from './command.ts';

export const suppressionVerbs: Readonly<Record<string, Verb>> = {};
