import { setFlagsFromString } from 'node:v8';

/**
 * Where a machine has much memory, V8 lets the heap grow to several times of what is in use before it looks for what is
 * not. A service that reads a large log now and then would keep that for ever; collecting sooner costs next to nothing.
 */
export const growSlowly = (): void => setFlagsFromString('--heap-growing-percent=20');
