/** A form of the page's, as somebody fills it in. */
import type { Locator, Page } from 'playwright-core';

export type FormDialog = {
  /** @returns all that can be read in it, with what stands in the fields */
  text(): Promise<string>;
  /**
   * @param values by label: a text, or the labels of what is chosen; all else stays as it is
   * @returns what the page says to it: at the fields, or where it came from; '' for nothing
   */
  submit(values: Readonly<Record<string, string | readonly string[]>>): Promise<string>;
};

export function openDialog(page: Page): FormDialog {
  const form = page.locator('#form');

  const fill = async (label: string, value: string | readonly string[]): Promise<void> => {
    const group = form.getByRole('group', { name: label });
    if (typeof value === 'string') await form.getByLabel(label).fill(value);
    else if ((await group.count()) === 0) {
      await form.getByLabel(label).selectOption(value.map((chosen) => ({ label: chosen })));
    } else await tick(group.getByRole('checkbox'), value);
  };
  const notices = async (): Promise<readonly string[]> =>
    (await page.locator('.card .notice').allInnerTexts()).filter((text) => text !== '');

  return {
    async text() {
      await form.locator('form').waitFor();
      const values = await form
        .locator('input, textarea')
        .evaluateAll((fields) => fields.map((field) => (field as unknown as { value: string }).value));
      return [await form.innerText(), ...values].join('\n');
    },
    async submit(values) {
      for (const [label, value] of Object.entries(values)) await fill(label, value);
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/submit'));
      await form.locator('[type="submit"]').click();
      const { kind } = (await (await answered).json()) as { kind: string };
      if (kind === 'wrong') {
        await form.locator('.problem:not(:empty)').first().waitFor();
        return (await form.locator('.problem').allInnerTexts()).join('\n').trim();
      }
      await form.waitFor({ state: 'hidden' });
      return (await notices()).join('\n');
    },
  };
}

async function tick(boxes: Locator, labels: readonly string[]): Promise<void> {
  for (const box of await boxes.all()) {
    await box.setChecked(labels.includes((await box.getAttribute('value')) ?? ''));
  }
}
