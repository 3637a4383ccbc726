import type { z } from 'zod';
import type { Found } from '../../found.ts';
import { shaped } from '../../shape.ts';
import type { Platform } from '../../structure/index.ts';
import type { Format } from '../reader.ts';

/** One sending platform's events. Adding a platform is adding a file with one of these. */
export type Webhook = Format & Platform;

/** @returns a `read` that gets only events of this shape; any other is malformed */
export const checked = <T>(
  shape: () => z.ZodType<T>,
  read: (event: T) => readonly Found[] | null,
): Webhook['read'] => {
  const eventIn = shaped(shape);
  return (event) => {
    const told = eventIn(event);
    return told && read(told);
  };
};
