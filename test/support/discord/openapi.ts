/**
 * Request bodies against Discord's own OpenAPI document, where it lies beside the project. What the
 * document misses (lengths over a whole message, what may stand with what) the stand-in checks by itself.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { inShared } from '../shared.ts';

/** Discord's document, as a path in `shared`. */
export const OPENAPI = 'standards/discord/openapi.json';
const file = inShared(OPENAPI);

type Operation = { readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> } };
type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
type Known = {
  readonly paths: readonly { readonly pattern: RegExp; readonly path: string }[];
  readonly document: Document;
  readonly ajv: Ajv2020;
};

const within = (bits: number) => (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** bits;

const FORMATS = {
  snowflake: /^(?:0|[1-9]\d{0,19})$/,
  int32: { type: 'number', validate: within(31) },
  int64: { type: 'number', validate: within(63) },
  double: { type: 'number', validate: Number.isFinite },
  uri: { type: 'string', validate: (text: string) => URL.canParse(text) },
  nonce: true,
  'date-time': { type: 'string', validate: (text: string) => !Number.isNaN(Date.parse(text)) },
} as const;

let known: Known | null = null;

function open(file: string): Known {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const ajv = new Ajv2020({ strict: false, logger: false, formats: FORMATS });
  ajv.addSchema(document, 'discord');
  const paths = Object.keys(document.paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/@]+')}$`),
  }));
  return { paths, document, ajv };
}

/**
 * @param path behind the version: "/channels/1/messages"
 * @returns what is wrong with the body, or null; null too where there is no document
 */
export function checkBody(method: string, path: string, body: unknown): string | null {
  if (file === null) return null;
  known ??= open(file);
  const { paths, document, ajv } = known;
  const verb = method.toLowerCase();
  const found = paths.find((one) => one.pattern.test(path) && document.paths[one.path]?.[verb]);
  if (!found) return `the document knows no ${method} ${path}`;
  const operation = document.paths[found.path]?.[verb];
  if (operation?.requestBody === undefined) {
    return body === null ? null : `${method} ${found.path} takes no body`;
  }
  const pointer = ['paths', found.path, verb, 'requestBody', 'content', 'application/json', 'schema']
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate: ValidateFunction | undefined = ajv.getSchema(`discord#/${pointer}`);
  if (!validate) throw new Error(`no schema for ${method} ${found.path}`);
  if (validate(body)) return null;
  const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return `${method} ${found.path}: ${[...new Set(faults)].slice(0, 12).join('; ')}`;
}
