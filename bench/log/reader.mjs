// What reading a log costs at least: an empty Node that takes its lines, and looks at none.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

let lines = 0;
for await (const _ of createInterface({ input: createReadStream(process.argv[2] ?? '') })) lines += 1;
process.stdout.write(`${lines}\n`);
