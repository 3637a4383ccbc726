/** With entries of your own over the built-in ones: node own-catalog.mts FOLDER */
import { createExplainer } from 'bounce-triage';

const [, , catalogFolder] = process.argv;
if (catalogFolder === undefined) {
  console.error('Name the folder with your entries: node own-catalog.mts FOLDER');
  process.exit(2);
}
const { explain, mistakes } = await createExplainer({ catalogFolder });

for (const mistake of mistakes) console.error(`left out: ${mistake}`);
const { bounces } = await explain('554 gateway.example.net: too many of these today');
for (const { entry, category } of bounces) console.log(entry, category);
