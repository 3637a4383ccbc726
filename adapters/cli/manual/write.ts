/** `npm run manual`: writes man/bounce-triage.1 and the commands in docs/cli.md anew, from the table of commands. */
import { readFileSync, writeFileSync } from 'node:fs';
import { manPage } from './man-page.ts';
import { withCommands } from './markdown.ts';

const root = new URL('../../../', import.meta.url);
const guide = new URL('docs/cli.md', root);

writeFileSync(new URL('man/bounce-triage.1', root), manPage());
writeFileSync(guide, withCommands(readFileSync(guide, 'utf8')));
