/** What Discord refuses in `components` (Component reference). */
import {
  badChoice,
  badLength,
  type Fault,
  type Form,
  fault,
  formsOf,
  lengthOf,
  required,
  tooLong,
  unknownFields,
} from './api-error.ts';

const ROW = 1;
const BUTTON = 2;
const SELECT = 3;
const USER_SELECT = 5;
const SECTION = 9;
const TEXT = 10;
const GALLERY = 12;
const FILE = 13;
const SEPARATOR = 14;
const CONTAINER = 17;

type Path = readonly (string | number)[];

const FIELDS: Readonly<Record<number, readonly string[]>> = {
  [ROW]: ['components'],
  [BUTTON]: ['style', 'label', 'emoji', 'custom_id', 'sku_id', 'url', 'disabled'],
  [SELECT]: ['custom_id', 'options', 'placeholder', 'min_values', 'max_values', 'disabled', 'required'],
  [USER_SELECT]: [
    'custom_id',
    'placeholder',
    'default_values',
    'min_values',
    'max_values',
    'disabled',
    'required',
  ],
  [SECTION]: ['components', 'accessory'],
  [TEXT]: ['content'],
  [GALLERY]: ['items'],
  [FILE]: ['file', 'spoiler'],
  [SEPARATOR]: ['divider', 'spacing'],
  [CONTAINER]: ['components', 'accent_color', 'spoiler'],
};

/** What may stand inside what. */
const INSIDE: Readonly<Record<number, readonly number[]>> = {
  [ROW]: [BUTTON, SELECT, USER_SELECT],
  [SECTION]: [TEXT],
  [CONTAINER]: [ROW, TEXT, SECTION, GALLERY, FILE, SEPARATOR],
};
const TOP_OLD = [ROW];
const TOP_V2 = [ROW, TEXT, SECTION, GALLERY, FILE, SEPARATOR, CONTAINER];

const childrenOf = (component: Form): readonly Form[] => formsOf(component.components, []).forms;

const walk = (components: readonly Form[]): readonly Form[] =>
  components.flatMap((component) => [
    component,
    ...(typeof component.accessory === 'object' && component.accessory !== null
      ? [component.accessory as Form]
      : []),
    ...walk(childrenOf(component)),
  ]);

/** @param v2 whether the message has the flag IS_COMPONENTS_V2 */
export function checkComponents(value: unknown, v2: boolean): readonly Fault[] {
  const { forms, faults } = formsOf(value, ['components']);
  const all = walk(forms);
  const ids = all.map(({ custom_id }) => custom_id).filter((id) => id !== undefined);
  const text = all.reduce(
    (sum, { content }) => sum + (typeof content === 'string' ? lengthOf(content) : 0),
    0,
  );
  return [
    ...faults,
    ...(!v2 && forms.length > 5 ? [badLength(['components'], 1, 5)] : []),
    ...(v2 && all.length > 40
      ? [
          fault(
            ['components'],
            'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
            'The total number of components exceeds the maximum of 40.',
          ),
        ]
      : []),
    ...(v2 && text > 4000
      ? [
          fault(
            ['components'],
            'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
            'Total displayable text exceeds the maximum of 4000 characters.',
          ),
        ]
      : []),
    ...(new Set(ids).size < ids.length
      ? [fault(['components'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated')]
      : []),
    ...forms.flatMap((form, index) => checkOne(form, v2 ? TOP_V2 : TOP_OLD, ['components', index])),
  ];
}

function checkOne(component: Form, allowed: readonly number[], path: Path): readonly Fault[] {
  const type = Number(component.type);
  if (!allowed.includes(type)) return [badChoice([...path, 'type'], allowed)];
  return [
    ...unknownFields(component, ['type', 'id', ...(FIELDS[type] ?? [])], path),
    ...checkType(type, component, path),
  ];
}

function checkType(type: number, component: Form, path: Path): readonly Fault[] {
  switch (type) {
    case BUTTON:
      return checkButton(component, path);
    case TEXT:
      return typeof component.content === 'string' &&
        lengthOf(component.content) >= 1 &&
        lengthOf(component.content) <= 4000
        ? []
        : [badLength([...path, 'content'], 1, 4000)];
    case SECTION:
      return [
        ...checkChildren(type, component, path, 3),
        ...(component.accessory === undefined ? [required([...path, 'accessory'])] : []),
      ];
    case GALLERY: {
      const { forms, faults } = formsOf(component.items, [...path, 'items']);
      return [
        ...faults,
        ...(forms.length < 1 || forms.length > 10 ? [badLength([...path, 'items'], 1, 10)] : []),
        ...forms
          .filter(({ description }) => typeof description === 'string' && lengthOf(description) > 1024)
          .map(() => tooLong([...path, 'items', 'description'], 1024)),
      ];
    }
    case ROW: {
      const kinds = childrenOf(component).map((child) => Number(child.type));
      const crowded = kinds.some((kind) => kind !== BUTTON) && kinds.length > 1;
      return [
        ...checkChildren(type, component, path, 5),
        ...(crowded
          ? [
              fault(
                [...path, 'components'],
                'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
                'A select takes the whole row.',
              ),
            ]
          : []),
      ];
    }
    case SELECT:
    case USER_SELECT:
      return checkSelect(type, component, path);
    case CONTAINER: {
      const colour = component.accent_color;
      const badColour = typeof colour === 'number' && (colour < 0 || colour > 0xffffff);
      return [
        ...checkChildren(type, component, path, 40),
        ...(badColour
          ? [
              fault(
                [...path, 'accent_color'],
                'NUMBER_TYPE_MAX',
                'int value should be less than or equal to 16777215.',
              ),
            ]
          : []),
      ];
    }
    default:
      return [];
  }
}

function checkChildren(type: number, component: Form, path: Path, max: number): readonly Fault[] {
  const { forms, faults } = formsOf(component.components, [...path, 'components']);
  return [
    ...faults,
    ...(forms.length < 1 || forms.length > max ? [badLength([...path, 'components'], 1, max)] : []),
    ...forms.flatMap((form, index) => checkOne(form, INSIDE[type] ?? [], [...path, 'components', index])),
  ];
}

function checkButton({ style, label, emoji, custom_id, url, disabled }: Form, path: Path): readonly Fault[] {
  const link = style === 5;
  return [
    ...([1, 2, 3, 4, 5].includes(Number(style)) ? [] : [badChoice([...path, 'style'], [1, 2, 3, 4, 5, 6])]),
    ...(label === undefined && emoji === undefined ? [required([...path, 'label'])] : []),
    ...(typeof label === 'string' && lengthOf(label) > 80 ? [tooLong([...path, 'label'], 80)] : []),
    ...(!link && typeof custom_id !== 'string' ? [required([...path, 'custom_id'])] : []),
    ...(typeof custom_id === 'string' && (custom_id === '' || lengthOf(custom_id) > 100)
      ? [badLength([...path, 'custom_id'], 1, 100)]
      : []),
    ...(link && typeof url !== 'string' ? [required([...path, 'url'])] : []),
    ...(disabled !== undefined && typeof disabled !== 'boolean'
      ? [fault([...path, 'disabled'], 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.')]
      : []),
  ];
}

function checkSelect(type: number, { custom_id, placeholder, options }: Form, path: Path): readonly Fault[] {
  const { forms, faults } = formsOf(options, [...path, 'options']);
  const values = forms.map(({ value }) => value);
  const good = (text: unknown): boolean =>
    typeof text === 'string' && lengthOf(text) >= 1 && lengthOf(text) <= 100;
  return [
    ...faults,
    ...(good(custom_id) ? [] : [badLength([...path, 'custom_id'], 1, 100)]),
    ...(typeof placeholder === 'string' && lengthOf(placeholder) > 150
      ? [tooLong([...path, 'placeholder'], 150)]
      : []),
    ...(type === SELECT && (forms.length < 1 || forms.length > 25)
      ? [badLength([...path, 'options'], 1, 25)]
      : []),
    ...(new Set(values).size < values.length
      ? [
          fault(
            [...path, 'options'],
            'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
            'The specified option value is already used',
          ),
        ]
      : []),
    ...forms.flatMap(({ label, value, description, ...more }, index) => [
      ...unknownFields(more, ['emoji', 'default'], [...path, 'options', index]),
      ...(good(label) && good(value) && (description === undefined || good(description))
        ? []
        : [badLength([...path, 'options', index], 1, 100)]),
    ]),
  ];
}
