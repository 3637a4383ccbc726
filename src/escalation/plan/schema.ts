/** The shape of `escalation.yml`: who is told of what, when, and who is next. See `escalation.example.yml`. */
import { z } from 'zod';
import { CATEGORIES, CONTROLS } from '../../catalog/index.ts';
import { PLATFORMS, type Platform } from '../../platform.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** One value may stand without brackets. */
const some = <T extends z.ZodType>(one: T) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(one).min(1, 'needs at least one').optional(),
  );
const name = z.string().min(1).max(80);
const id = z
  .union([z.string(), z.number()], 'is not an id')
  .transform(String)
  .refine((text) => /^[\w.-]{1,64}$/.test(text), 'is not an id: write the id, not the name');
/** YAML reads a Discord id without quotes as a number, and loses its last digits. */
const discordId = z
  .string('is to stand in quotes: "123456789012345678"')
  .regex(/^\d{15,22}$/, 'is not an id of Discord');
const group = z.strictObject({ id, name });
const to = z
  .strictObject({
    slack: z.strictObject({ channel: id, group: group.optional() }).optional(),
    discord: z
      .strictObject({ channel: discordId, role: z.strictObject({ id: discordId, name }).optional() })
      .optional(),
    web: z.strictObject({ channel: id }).optional(),
  } satisfies Record<Platform, z.ZodType>)
  .refine(
    (places) => Object.keys(places).length > 0,
    `names no place: ${PLATFORMS.slice(0, -1).join(', ')} or ${PLATFORMS.at(-1)}`,
  );

const clock = z
  .string('is to stand in quotes: "08:00"')
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is not a time such as "08:00"');
const hours = z.strictObject({
  days: some(z.enum(DAYS, `must be one of ${DAYS.join(', ')}`)).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  from: clock,
  until: clock,
  zone: z.string().refine(isZone, 'is not a time zone such as Europe/Berlin'),
});
export type Hours = z.infer<typeof hours>;

const next = z.strictObject({
  /** Minutes without an acknowledgement. */
  after: z
    .number()
    .int()
    .min(1)
    .max(7 * 24 * 60),
  to,
});

/** What must fit for a route to be taken; what isn't said fits all. */
const when = z
  .strictObject({
    control: some(z.enum(CONTROLS, `must be one of ${CONTROLS.join(', ')}`)),
    category: some(z.enum(CATEGORIES, `must be one of ${CATEGORIES.join(', ')}`)),
    provider: some(z.string()),
    /** "example.com", or "*.example.com" for all below it. */
    'sender-domain': some(
      z
        .string()
        .transform((text) => text.toLowerCase())
        .refine((text) => /^(?:\*\.)?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(text), 'is not a domain'),
    ),
    /** Bounces of the problem so far. */
    'at-least': z.number().int().min(1).optional(),
    team: some(z.string()),
  })
  .refine(
    (conditions) => Object.values(conditions).some((one) => one !== undefined),
    'says nothing: leave it out, or use `default`',
  );

const route = z.strictObject({ name, when, hours: hours.optional(), to, next: next.optional() });

export const planFile = z.strictObject({
  routes: z.array(route).default([]),
  default: z.strictObject({ to, next: next.optional() }).optional(),
  spikes: z
    .strictObject({
      bounces: z.number().int().min(2).default(10),
      minutes: z
        .number()
        .int()
        .min(1)
        .max(24 * 60)
        .default(15),
      'times-usual': z.number().min(1).default(5),
    })
    .prefault({}),
  /** Hours without a bounce after which a failure is told to have stopped. */
  'quiet-hours': z
    .number()
    .min(1)
    .max(24 * 30)
    .default(4),
});

export type PlanFile = z.infer<typeof planFile>;
export type Route = PlanFile['routes'][number];
export type Places = z.infer<typeof to>;
export type Next = z.infer<typeof next>;

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
