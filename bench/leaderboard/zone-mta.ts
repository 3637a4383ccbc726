/** The bounce rules of zone-mta (EUPL), fetched from npm when they are asked for, and never installed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ZONE_MTA } from './categories.ts';
import { type Contender, saidIn } from './judge.ts';

const VERSION = '3.10.3';
const NAME = `zone-mta ${VERSION}`;

type Rule = { readonly found: RegExp; readonly action: string; readonly category: string };

/** @param cache a folder for what is fetched */
export function zoneMta(cache: string): Contender {
  const rules = rulesFile(cache);
  if ('absent' in rules) return { name: NAME, judge: null, absent: rules.absent };
  const all = rulesIn(readFileSync(rules.file, 'utf8'));
  return { name: NAME, judge: (bounces) => bounces.map((bounce) => answerBy(all, saidIn(bounce))) };
}

/** @returns where its rules lie, fetched now if they weren't there; or why they can't be had */
export function rulesFile(cache: string): { readonly file: string } | { readonly absent: string } {
  const folder = join(cache, `zone-mta-${VERSION}`);
  const file = join(folder, 'package/config/bounces.txt');
  try {
    if (!existsSync(file)) fetchTo(folder);
    return { file };
  } catch (error) {
    const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { absent: `npm could not fetch it: ${first}` };
  }
}

function fetchTo(folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', `zone-mta@${VERSION}`, '--ignore-scripts', '--silent'], { cwd: folder });
  execFileSync('tar', ['xzf', `zone-mta-${VERSION}.tgz`, 'package/config/bounces.txt'], { cwd: folder });
}

/** @param text lines of `pattern,action,category,message`, read as zone-mta's lib/bounces.js does */
export const rulesIn = (text: string): readonly Rule[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [pattern = '', action = '', category = ''] = line.split(',');
      return { found: new RegExp(pattern, 'im'), action, category };
    });

/** The first rule decides; where none does, zone-mta rejects without a category. */
export function answerBy(rules: readonly Rule[], said: string) {
  const rule = rules.find(({ found }) => found.test(said));
  return {
    reasons: ZONE_MTA.reasons[rule?.category ?? ''] ?? null,
    suppress: rule?.action === 'reject' && ZONE_MTA.dead.includes(rule.category),
  };
}
