/** What Discord refuses in a modal (Interactions, "Modal"; Component reference, "Label", "Text Input"). */
import {
  badChoice,
  badLength,
  type Fault,
  type Form,
  fault,
  formsOf,
  lengthOf,
  refuse,
  tooLong,
  unknownFields,
} from './api-error.ts';

const TEXT_DISPLAY = 10;
const LABEL = 18;
/** Text input, the selects, file upload, radio and check boxes. */
const INPUTS = [3, 4, 5, 6, 7, 8, 19, 21, 22, 23];

type Path = readonly (string | number)[];

const within = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'string' && lengthOf(value) >= min && lengthOf(value) <= max;

/** @throws ApiError 50035 for a modal that Discord would not open */
export function checkModal(data: Form): void {
  const { forms, faults } = formsOf(data.components, ['data', 'components']);
  const ids = forms.map(({ component }) => (component as Form | undefined)?.custom_id).filter(Boolean);
  refuse([
    ...faults,
    ...unknownFields(data, ['custom_id', 'title', 'components'], ['data']),
    ...(within(data.custom_id, 1, 100) ? [] : [badLength(['data', 'custom_id'], 1, 100)]),
    ...(within(data.title, 1, 45) ? [] : [badLength(['data', 'title'], 1, 45)]),
    ...(forms.length >= 1 && forms.length <= 5 ? [] : [badLength(['data', 'components'], 1, 5)]),
    ...(new Set(ids).size < ids.length
      ? [fault(['data', 'components'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Custom ids must be unique.')]
      : []),
    ...forms.flatMap((form, index) => checkPart(form, ['data', 'components', index])),
  ]);
}

function checkPart(part: Form, path: Path): readonly Fault[] {
  if (part.type === TEXT_DISPLAY) return [];
  if (part.type !== LABEL) return [badChoice([...path, 'type'], [TEXT_DISPLAY, LABEL])];
  const input = (part.component ?? {}) as Form;
  return [
    ...unknownFields(part, ['type', 'id', 'label', 'description', 'component'], path),
    ...(within(part.label, 1, 45) ? [] : [badLength([...path, 'label'], 1, 45)]),
    ...(part.description === undefined || within(part.description, 1, 100)
      ? []
      : [badLength([...path, 'description'], 1, 100)]),
    ...checkInput(input, [...path, 'component']),
  ];
}

function checkInput(input: Form, path: Path): readonly Fault[] {
  const { forms: options } = formsOf(input.options, path);
  const chosen = options.filter(({ default: on }) => on === true).length;
  const { max_values: most = 1, max_length: longest = 4000 } = input;
  return [
    ...(INPUTS.includes(Number(input.type)) ? [] : [badChoice([...path, 'type'], INPUTS)]),
    ...(within(input.custom_id, 1, 100) ? [] : [badLength([...path, 'custom_id'], 1, 100)]),
    ...(typeof input.value === 'string' && lengthOf(input.value) > Number(longest)
      ? [tooLong([...path, 'value'], Number(longest))]
      : []),
    ...(input.type === 3 && (options.length < 1 || options.length > 25)
      ? [badLength([...path, 'options'], 1, 25)]
      : []),
    ...(chosen > Number(most)
      ? [fault(path, 'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES', 'More are chosen than may be.')]
      : []),
    ...options.flatMap(({ label, value }, index) =>
      within(label, 1, 100) && within(value, 1, 100) ? [] : [badLength([...path, 'options', index], 1, 100)],
    ),
  ];
}
