/** Figures as Discord shows them: bars as a picture, a table as a file to open in a spreadsheet. */
import {
  type APIContainerComponent,
  type APIFileComponent,
  type APIMediaGalleryComponent,
  ComponentType,
} from 'discord.js';
import type { Figure, Reply } from '../../src/replies/index.ts';
import type { File } from './attachments.ts';
import type { Body } from './body.ts';
import { clip } from './escape.ts';
import { LIMITS } from './limits.ts';
import { drawBars } from './picture.ts';

/** A message with the files that it shows. */
export type Illustrated = { readonly body: Body; readonly files: readonly File[] };

/** @returns the message, with the reply's figure where it has one: what it shows is in the text too */
export async function illustrate(body: Body, reply: Reply): Promise<Illustrated> {
  const figure = reply.kind === 'note' ? reply.figure : undefined;
  if (figure === undefined) return { body, files: [] };
  // The text says it all: a picture that can't be drawn is no reason not to answer.
  const file = await fileFor(figure).catch(() => null);
  if (file === null) return { body, files: [] };
  const [container, ...more] = body.components;
  if (container?.type !== ComponentType.Container) return { body, files: [] };
  const shown: APIContainerComponent = {
    ...container,
    components: [...container.components, componentFor(figure, file.name)],
  };
  return { body: { ...body, components: [shown, ...more] }, files: [file] };
}

async function fileFor(figure: Figure): Promise<File> {
  return figure.kind === 'bars'
    ? { name: 'bounces.png', bytes: await drawBars(figure) }
    : { name: 'bounces.csv', bytes: Buffer.from(csvOf(figure.columns, figure.rows), 'utf8') };
}

function componentFor(figure: Figure, name: string): APIMediaGalleryComponent | APIFileComponent {
  const media = { url: `attachment://${name}` };
  if (figure.kind === 'table') return { type: ComponentType.File, file: media };
  // For who can't see it.
  const words = figure.bars.map(({ label, value }) => `${label}: ${value}`).join(', ');
  return {
    type: ComponentType.MediaGallery,
    items: [{ media, description: clip(`${figure.title}. ${words}`, LIMITS.description) }],
  };
}

/** Rows with every cell in quotes; what a spreadsheet would take for a formula becomes text. */
const csvOf = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const cell = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
