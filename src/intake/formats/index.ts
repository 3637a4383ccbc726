/** The formats that are known, in the order in which they are tried: the surest first. */
import type { Reader } from '../found.ts';
import { prose } from './prose.ts';
import { reply } from './reply.ts';
import { report } from './report.ts';

export const readers: readonly Reader[] = [report, prose, reply];
