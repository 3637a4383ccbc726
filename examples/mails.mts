/** Reads mails that came back and prints the addresses that are dead: node mails.mts bounce1.eml bounce2.eml … */
import { readFile } from 'node:fs/promises';
import { createExplainer } from 'bounce-triage';

const explainer = await createExplainer();

for (const file of process.argv.slice(2)) {
  const { bounces, left } = await explainer.explain(await readFile(file));
  for (const { recipient, suppress, reason } of bounces) {
    if (suppress && recipient !== null) console.log(`${recipient}\t${reason}`);
  }
  if (left !== null) console.error(`${file}: ${left}`);
}
