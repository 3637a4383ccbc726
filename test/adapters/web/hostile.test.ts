/** Text that would like to be more than text. */
import { expect, test } from 'vitest';
import { HOSTILE, withTraps } from '../../support/web/sample-desk.ts';
import { webTest } from '../../support/web/web-test.ts';

const web = webTest({ through: withTraps });

test.each([HOSTILE, `/smtp ${HOSTILE}`])('it stays text, before and after a reload: %s', async (text) => {
  const chat = await web.openChat();
  const { page } = chat;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const entry = await chat.send(text);
  const [verdict] = await chat.replies(entry);
  expect(verdict?.mentions).toEqual([]);
  expect(verdict?.text).toContain('<script>document.title="owned"</script>');
  expect(await entry.locator('.typed').innerText()).toBe(text);

  await page.reload();
  await page.locator('.card').waitFor();
  expect(await page.title()).toBe('Bounce Triage');
  expect((await chat.reply(verdict?.ref ?? '')).mentions).toEqual([]);
  expect(await page.locator('.entry img, .entry script').count()).toBe(0);
  expect(asked.filter((url) => !url.startsWith(web.url()))).toEqual([]);
});

test('a source that is not an address of the web is told, not linked', async () => {
  const chat = await web.openChat();
  const [verdict] = await chat.replies(await chat.send('/smtp 550'));
  expect(verdict?.text).toContain('A trap (javascript:alert(1))');
});
