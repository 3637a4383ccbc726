/** `npm run bench:store`: what the store bears. One subject a file, in `bench/store/`. */
import { benchMailroom } from './store/queue.ts';
import { benchSuppressions } from './store/suppressions.ts';

const print = (what: string, figure: string): void => console.log(`${what.padEnd(62)} ${figure}`);

await benchMailroom(print);
await benchSuppressions(print);
