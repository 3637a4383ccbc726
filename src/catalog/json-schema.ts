import { z } from 'zod';
import { SHAPES } from './check.ts';

/** @returns a JSON Schema (draft 2020-12) of a catalog file of any kind, for completion and errors in editors */
export function catalogJsonSchema(): object {
  return {
    ...z.toJSONSchema(z.union(Object.values(SHAPES)), { io: 'input' }),
    title: 'A file of the Bounce Triage catalog',
  };
}
