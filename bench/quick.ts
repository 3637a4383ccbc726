import { benchMailroom } from './store/queue.ts';
await benchMailroom((what, figure) => console.log(`${what.padEnd(62)} ${figure}`), 200_000);
