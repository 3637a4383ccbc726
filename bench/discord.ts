/** `npm run bench:discord`: what the Discord adapter bears. One subject a file, in `bench/discord/`. */
import { benchCompletions } from './discord/completions.ts';
import { benchLatency } from './discord/latency.ts';
import { benchMemory } from './discord/memory.ts';

const print = (what: string, figure: string): void => console.log(`${what.padEnd(62)} ${figure}`);

await benchCompletions(print);
await benchLatency(print);
await benchMemory(print);
