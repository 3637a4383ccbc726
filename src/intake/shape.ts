import type { z } from 'zod';

/**
 * @param make says what a value must be like; asked at the first value, since most texts hold none of its kind
 * @returns a reader that gets a value of that shape, or null for any other
 */
export function shaped<T>(make: () => z.ZodType<T>): (value: unknown) => T | null {
  let shape: z.ZodType<T> | null = null;
  return (value) => {
    shape ??= make();
    return shape.safeParse(value).data ?? null;
  };
}
