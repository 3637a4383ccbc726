/** With entries of your own over the built-in ones: node own-catalog.mts FOLDER */
import { createExplainer } from 'bounce-triage';

const { explain, mistakes } = await createExplainer({ catalogFolder: process.argv[2] ?? 'catalog' });

for (const mistake of mistakes) console.error(`left out: ${mistake}`);
const { bounces } = await explain('554 gateway.example.net: too many of these today');
for (const { entry, category } of bounces) console.log(entry, category);
