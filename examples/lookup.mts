/** What a code means, whose problem it is, and what to do. */
import { lookup } from 'bounce-triage';

const { entries } = await lookup('421 4.7.28');
const [best] = entries;

console.log(best?.title);
console.log(best?.whose);
for (const step of best?.steps ?? []) console.log(`- ${step}`);
