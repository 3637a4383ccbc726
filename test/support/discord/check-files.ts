/** What Discord refuses in a message's files (Reference, "Uploading Files"; Component reference, "File"). */
import { type Fault, type Form, fault, formsOf, tooLarge, tooLong } from './api-error.ts';
import type { Uploaded } from './multipart.ts';

const MOST = 10;
/** Bytes of all files of a request, in a server without boosts. */
const LARGEST = 10 * 1024 * 1024;
const GALLERY = 12;
const FILE = 13;

/** Every file that a component shows, wherever it stands. */
const shownBy = (components: unknown): readonly string[] =>
  formsOf(components, []).forms.flatMap((component) =>
    component.type === FILE
      ? [String((component.file as Form | undefined)?.url)]
      : component.type === GALLERY
        ? formsOf(component.items, []).forms.map(({ media }) => String((media as Form | undefined)?.url))
        : shownBy(component.components),
  );

/** @throws ApiError 40005 where they are too large; other mistakes are returned */
export function checkFiles(body: Form, files: readonly Uploaded[], v2: boolean): readonly Fault[] {
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > LARGEST) throw tooLarge();
  const described = formsOf(body.attachments, ['attachments']);
  const shown = shownBy(body.components);
  const references = files.map(({ name }) => `attachment://${name}`);
  return [
    ...described.faults,
    ...(files.length > MOST ? [tooLong(['attachments'], MOST)] : []),
    ...described.forms.flatMap(({ id }, index) =>
      files.some((file) => file.id === String(id))
        ? []
        : [fault(['attachments', index, 'id'], 'ATTACHMENT_NOT_FOUND', 'There is no such file.')],
    ),
    ...shown
      .filter((url) => !references.includes(url))
      .map(() =>
        fault(
          ['components'],
          'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
          'The referenced attachment was not found.',
        ),
      ),
    // Discord takes these and shows them to nobody; here that is a mistake. It also changes their names.
    ...(v2 && references.some((url) => !shown.includes(url))
      ? [fault(['attachments'], 'ATTACHMENT_NOT_SHOWN', 'No component shows this file.')]
      : []),
    ...files
      .filter(({ name }) => !/^[\w.-]+$/.test(name))
      .map(() => fault(['attachments'], 'FILENAME_CHANGED', 'Discord would change this name.')),
  ];
}
