import type { Hash } from 'node:crypto';

/** Node's own module is loaded for the first hash: a start that reads what the build made of our catalog needs none. */
export const sha256 = (): Hash => process.getBuiltinModule('node:crypto').createHash('sha256');
