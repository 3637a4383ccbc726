/** Contrast of the texts on a page, measured on the colours that the browser computed (WCAG 2.2, 1.4.3). */
import type { Page } from 'playwright-core';

export type Contrast = { readonly text: string; readonly ratio: number };

type Painted = { readonly text: string; readonly ink: string; readonly grounds: readonly string[] };

/** Runs in the page: each element with text of its own, its colour, and the grounds from the inside out. */
const PAINTED = `[...document.querySelectorAll('body *')]
  .filter((element) => element.checkVisibility() && element.closest('.unseen, .drop') === null)
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
  .map((element) => {
    const grounds = [];
    for (let at = element; at !== null; at = at.parentElement) grounds.push(getComputedStyle(at).backgroundColor);
    return { text: element.textContent.slice(0, 60), ink: getComputedStyle(element).color, grounds };
  })`;

/** "rgb(1, 2, 3)" → its parts; anything else, such as a half transparent colour, is not measured but refused. */
const parse = (colour: string): readonly number[] => {
  const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour);
  if (parts === null) throw new Error(`A colour that the contrast can't be told of: ${colour}`);
  return parts.slice(1).map(Number);
};

/** Relative luminance, 0 to 1, as WCAG defines it. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = parse(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** @returns for each text that can be seen its contrast with the ground below it, 1 to 21 */
export const textContrasts = async (page: Page): Promise<Contrast[]> => {
  const painted = (await page.evaluate(PAINTED)) as Painted[];
  return painted.map(({ text, ink, grounds }) => {
    const ground = grounds.find((colour) => colour !== 'rgba(0, 0, 0, 0)') ?? 'rgb(255, 255, 255)';
    const [dark, light] = [luminance(ink), luminance(ground)].sort((a, b) => a - b) as [number, number];
    return { text, ratio: (light + 0.05) / (dark + 0.05) };
  });
};
