/** Figures: statistics as a picture, a table as a file to open in a spreadsheet. */
import { describe, expect, test } from 'vitest';
import { illustrate } from '../../../adapters/discord/figure.ts';
import { barsAsSvg } from '../../../adapters/discord/picture.ts';
import { render } from '../../../adapters/discord/render.ts';
import { answerTo, privateAnswer, team } from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';
import * as sample from '../../support/sample-replies.ts';

/** Width and height stand behind the signature and the first chunk's head (PNG, 11.2.1). */
const sizeOf = (png: Uint8Array) => {
  const bytes = Buffer.from(png);
  return [bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

describe('/bounces stats', () => {
  test('comes with a picture, which is also told in words to who can’t see it', async () => {
    const { discord, channel, ann, core } = await team();
    // From three days with bounces on it says more than its words.
    const days = [0, 1, 2].map((ago) => {
      const day = new Date(Date.now() - ago * 24 * 60 * 60 * 1000 - 60_000);
      return `${day.toISOString()} mx postfix/smtp[71]: 4FpQx0abc${ago}z: to=<u${ago}@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`;
    });
    await answerTo(discord, discord.post(channel, ann, days.join('\n')));
    await core.queue.idle();
    const stats = await privateAnswer(discord, discord.bounces('stats', {}, ann, channel));
    expect(visibleText(stats)).toContain('3 bounces in the last 7 days');
    const [file] = stats.attachments;
    expect([file?.filename, file?.content_type]).toEqual(['bounces.png', 'image/png']);
    const response = await fetch(file?.url ?? '');
    expect(sizeOf(new Uint8Array(await response.arrayBuffer()))).toEqual(['PNG', 1440, 640]);
    expect(JSON.stringify(stats.components)).toMatch(/Bounces in the last 7 days\. .*: 0, .*: 1"/);
  });

  test('without any bounce needs no picture', async () => {
    const { discord, channel, ann } = await team();
    const stats = await privateAnswer(discord, discord.bounces('stats', {}, ann, channel));
    expect([visibleText(stats).split('\n')[0], stats.attachments]).toEqual([
      '🗂️ No bounces in the last 7 days',
      [],
    ]);
  });

  test('draws what it is given and nothing else', () => {
    const bars = [
      { label: '<script>', value: 10 },
      { label: 'Nov 2', value: 5 },
    ];
    const svg = barsAsSvg({ kind: 'bars', title: 'A & B', bars });
    expect(svg).toContain('A &#38; B');
    expect(svg).not.toContain('<script>');
    const heights = [...svg.matchAll(/height="(\d+)" rx/g)].map(([, height]) => Number(height));
    expect(heights).toEqual([192, 96]);
  });
});

describe('many bounces at once', () => {
  test('no cell becomes a formula in a spreadsheet', async () => {
    const reply = {
      ...sample.refusal('Two', 'Two.'),
      figure: { kind: 'table', columns: ['What'], rows: [['=HYPERLINK("https://evil.example")']] } as const,
    };
    const { files } = await illustrate(render(reply, 'discord:1'), reply);
    expect(Buffer.from(files[0]?.bytes ?? []).toString()).toBe(
      '"What"\r\n"\'=HYPERLINK(""https://evil.example"")"\r\n',
    );
  });
});
