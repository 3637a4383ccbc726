/**
 * What an answer may take of the reader's sight, measured on drawings of the typical ones: words, height and controls,
 * as `../shared/answer/answer.md` of the project has them. `npm run pictures` draws the same into docs/pictures.
 */
import { beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { type Answer, makeAnswers } from './answers.ts';
import { drawingsOf } from './drawings.ts';
import { hang, type Measured, measure } from './gallery.ts';
import { inChat, measureCards, SCREENS } from './web.ts';

type Budget = {
  readonly words: number;
  readonly controls: number;
  readonly height: Readonly<Record<string, number>>;
};

/** Three buttons and *More…*. On a phone the card and what is around it are within 844 pixels. */
const ONE: Budget = {
  words: 90,
  controls: 4,
  height: {
    'slack-420-light': 420,
    'slack-700-light': 380,
    'discord-680': 440,
    'web-light': 360,
    'web-phone': 600,
  },
};
const MANY: Budget = {
  words: 100,
  controls: 2,
  height: {
    'slack-420-light': 480,
    'slack-700-light': 480,
    'discord-680': 480,
    'web-light': 480,
    'web-phone': 680,
  },
};

let answers: readonly Answer[];
let sizes: ReadonlyMap<string, Measured>;

beforeAll(async () => {
  answers = await makeAnswers();
  const browser = await startChromium();
  const drawings = answers.flatMap(drawingsOf).filter(({ name }) => !name.endsWith('-dark'));
  const found = [...(await measure(await hang(browser, drawings)))];
  for (const [screen, options] of Object.entries(SCREENS)) {
    const cards = await inChat(browser, answers, options, measureCards);
    found.push(...cards.map((card) => ({ ...card, name: `${card.name}-web-${screen}` })));
  }
  await browser.close();
  sizes = new Map(found.map((one) => [one.name, one]));
});

/** @returns what is over: "hard: 97 words" */
function overBudget({ name, reply }: Answer, where: string): readonly string[] {
  const budget = reply.kind === 'many' ? MANY : ONE;
  const size = sizes.get(`${name}-${where}`);
  if (size === undefined) return [`${name}: not drawn`];
  return [
    ...(size.words > budget.words ? [`${name}: ${size.words} words`] : []),
    ...(size.controls > budget.controls ? [`${name}: ${size.controls} controls`] : []),
    ...(size.height > (budget.height[where] ?? 0) ? [`${name}: ${size.height} px`] : []),
  ];
}

test.each(Object.keys(ONE.height))('every typical answer keeps to its budget: %s', (where) => {
  expect(answers.flatMap((answer) => overBudget(answer, where))).toEqual([]);
});
