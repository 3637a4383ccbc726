import { type Rule, SURENESS } from './role.ts';

/** Before an address that only shows how one looks. */
const EXAMPLES = [
  'for example',
  'for instance',
  'such as',
  'e.g.',
  'eg.',
  'example:',
  'z. b.',
  'z.b.',
  'zum beispiel',
  'par exemple',
  'por ejemplo',
  'por exemplo',
  'ad esempio',
  'bijvoorbeeld',
  'na przykład',
  'например',
  'örneğin',
  't.ex.',
  '例えば',
  '例如',
] as const;

export const example = {
  before: { role: 'example', sureness: SURENESS.words, before: EXAMPLES },
} satisfies Record<string, Rule>;
