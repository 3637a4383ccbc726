/** What Discord refuses in commands and in completions (Application commands). */
import {
  badChoice,
  badLength,
  type Fault,
  type Form,
  fault,
  formsOf,
  lengthOf,
  refuse,
  unknownFields,
} from './api-error.ts';

const FIELDS = [
  'id',
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'options',
  'default_member_permissions',
  'dm_permission',
  'default_permission',
  'integration_types',
  'contexts',
  'type',
  'nsfw',
  'handler',
];
const OPTION_FIELDS = [
  'type',
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'required',
  'choices',
  'options',
  'channel_types',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'autocomplete',
];

/** Documentation, "Application Command Naming". */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

type Path = readonly (string | number)[];
const within = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'string' && lengthOf(value) >= min && lengthOf(value) <= max;

/** @throws ApiError 50035 for a list of commands that Discord would not register */
export function checkCommands(body: unknown): readonly Form[] {
  const { forms, faults } = formsOf(body, []);
  const slash = forms.filter(({ type = 1 }) => type === 1);
  const keys = forms.map(({ type = 1, name }) => `${type} ${name}`);
  refuse([
    ...faults,
    ...(slash.length > 100
      ? [fault([], 'APPLICATION_COMMANDS_MAX', 'Maximum number of application commands reached (100).')]
      : []),
    ...(forms.filter(({ type }) => type === 3).length > 15
      ? [fault([], 'APPLICATION_COMMANDS_MAX', 'Maximum number of message commands reached (15).')]
      : []),
    ...(new Set(keys).size < keys.length
      ? [fault([], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique')]
      : []),
    ...forms.flatMap((command, index) => checkCommand(command, [index])),
  ]);
  return forms;
}

function checkCommand(command: Form, path: Path): readonly Fault[] {
  const type = Number(command.type ?? 1);
  const options = formsOf(command.options, [...path, 'options']);
  const optional = options.forms.findIndex(({ required: needed }) => needed !== true);
  const outOfOrder =
    optional >= 0 && options.forms.slice(optional).some(({ required: needed }) => needed === true);
  return [
    ...unknownFields(command, FIELDS, path),
    ...options.faults,
    ...([1, 2, 3].includes(type) ? [] : [badChoice([...path, 'type'], [1, 2, 3])]),
    ...checkName(command.name, type === 1, [...path, 'name']),
    ...(type === 1 && !within(command.description, 1, 100)
      ? [badLength([...path, 'description'], 1, 100)]
      : []),
    ...(type !== 1 && command.description
      ? [
          fault(
            [...path, 'description'],
            'APPLICATION_COMMANDS_DESCRIPTION',
            'Context menu commands cannot have description',
          ),
        ]
      : []),
    ...(type !== 1 && options.forms.length > 0
      ? [
          fault(
            [...path, 'options'],
            'APPLICATION_COMMANDS_OPTIONS',
            'Context menu commands cannot have options',
          ),
        ]
      : []),
    ...(options.forms.length > 25 ? [badLength([...path, 'options'], 0, 25)] : []),
    ...(outOfOrder
      ? [
          fault(
            [...path, 'options'],
            'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
            'Required options must be placed before non-required options',
          ),
        ]
      : []),
    ...options.forms.flatMap((option, index) => checkOption(option, [...path, 'options', index])),
  ];
}

function checkName(name: unknown, slash: boolean, path: Path): readonly Fault[] {
  if (!within(name, 1, 32)) return [badLength(path, 1, 32)];
  const good = !slash || (NAME.test(String(name)) && String(name) === String(name).toLowerCase());
  return good ? [] : [fault(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')];
}

const checkOption = (option: Form, path: Path): readonly Fault[] => [
  ...unknownFields(option, OPTION_FIELDS, path),
  ...checkName(option.name, true, [...path, 'name']),
  ...(within(option.description, 1, 100) ? [] : [badLength([...path, 'description'], 1, 100)]),
  ...(option.autocomplete === true && Array.isArray(option.choices)
    ? [
        fault(
          [...path, 'autocomplete'],
          'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE',
          'Autocomplete can not be used with choices',
        ),
      ]
    : []),
];

/** @throws ApiError 50035 for completions that Discord would not show */
export function checkChoices(value: unknown): readonly { name: string; value: unknown }[] {
  const { forms, faults } = formsOf(value, ['data', 'choices']);
  refuse([
    ...faults,
    ...(forms.length > 25 ? [badLength(['data', 'choices'], 0, 25)] : []),
    ...forms.flatMap(({ name, value: chosen }, index) => [
      ...(within(name, 1, 100) ? [] : [badLength(['data', 'choices', index, 'name'], 1, 100)]),
      ...(typeof chosen === 'string' && !within(chosen, 1, 100)
        ? [badLength(['data', 'choices', index, 'value'], 1, 100)]
        : []),
    ]),
  ]);
  return forms as unknown as readonly { name: string; value: unknown }[];
}
