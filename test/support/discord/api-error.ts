/** Discord's refusals, as its API words them (documentation, "Opcodes and Status Codes" and "Error Messages"). */

export class ApiError extends Error {
  readonly status: number;
  readonly body: object;
  constructor(status: number, code: number, message: string, extra: object = {}) {
    super(message);
    this.status = status;
    this.body = { message, code, ...extra };
  }
}

export const unauthorised = () => new ApiError(401, 0, '401: Unauthorized');
export const notFound = () => new ApiError(404, 0, '404: Not Found');
export const unknownChannel = () => new ApiError(404, 10003, 'Unknown Channel');
export const unknownMessage = () => new ApiError(404, 10008, 'Unknown Message');
export const unknownWebhook = () => new ApiError(404, 10015, 'Unknown Webhook');
export const unknownInteraction = () => new ApiError(404, 10062, 'Unknown interaction');
export const tooLarge = () => new ApiError(413, 40005, 'Request entity too large');
export const alreadyAcknowledged = () =>
  new ApiError(400, 40060, 'Interaction has already been acknowledged.');
export const tooManyFollowUps = () =>
  new ApiError(400, 40094, 'This interaction has hit the maximum number of follow-up messages.');
export const missingAccess = () => new ApiError(403, 50001, 'Missing Access');
export const notYours = () => new ApiError(403, 50005, 'Cannot edit a message authored by another user');
export const emptyMessage = () => new ApiError(400, 50006, 'Cannot send an empty message');
export const missingPermissions = () => new ApiError(403, 50013, 'Missing Permissions');
export const wrongChannelType = () => new ApiError(400, 50024, 'Cannot execute action on this channel type');
export const invalidWebhookToken = () => new ApiError(401, 50027, 'Invalid Webhook Token');
export const invalidJson = () => new ApiError(400, 50109, 'The request body contains invalid JSON.');
export const archivedThread = () =>
  new ApiError(400, 50083, 'Tried to perform an operation on an archived thread');
/** @param seconds until it may be tried again */
export const rateLimited = (seconds: number) =>
  new ApiError(429, 0, 'You are being rate limited.', { retry_after: seconds, global: false });
export const noHistory = () =>
  new ApiError(400, 160002, 'Cannot reply without permission to read message history');
export const threadExists = () =>
  new ApiError(400, 160004, 'A thread has already been created for this message');

/** One fault in a form: where, and what. */
export type Fault = {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
};

export const fault = (path: Fault['path'], code: string, message: string): Fault => ({ path, code, message });

export const tooLong = (path: Fault['path'], max: number): Fault =>
  fault(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);

export const badLength = (path: Fault['path'], min: number, max: number): Fault =>
  fault(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);

export const required = (path: Fault['path']): Fault =>
  fault(path, 'BASE_TYPE_REQUIRED', 'This field is required');

export const badChoice = (path: Fault['path'], choices: readonly unknown[]): Fault =>
  fault(path, 'BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`);

/** @throws ApiError 50035 with the faults nested as Discord nests them, when there is one */
export function refuse(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const errors: Record<string, unknown> = {};
  for (const { path, code, message } of faults) {
    let at = errors;
    for (const part of path) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    at._errors = [...((at._errors as object[] | undefined) ?? []), { code, message }];
  }
  throw new ApiError(400, 50035, 'Invalid Form Body', { errors });
}

/** Fields that the form doesn't have. Discord ignores most of them; here they are mistakes. */
export const unknownFields = (
  form: object,
  known: readonly string[],
  path: readonly (string | number)[],
): readonly Fault[] =>
  Object.keys(form)
    .filter((field) => !known.includes(field))
    .map((field) => fault([...path, field], 'UNKNOWN_FIELD', 'There is no such field.'));

export type Form = Readonly<Record<string, unknown>>;

export const isForm = (value: unknown): value is Form =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns a list of forms; what is not a list of objects is a fault */
export function formsOf(
  value: unknown,
  path: readonly (string | number)[],
): { forms: readonly Form[]; faults: readonly Fault[] } {
  if (value === undefined || value === null) return { forms: [], faults: [] };
  if (!Array.isArray(value) || !value.every(isForm)) {
    return {
      forms: [],
      faults: [fault(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')],
    };
  }
  return { forms: value, faults: [] };
}

/** Discord counts characters, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;
