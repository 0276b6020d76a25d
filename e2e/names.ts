import { randomBytes } from 'node:crypto';

/** A name nobody else uses on this server: tests of one worker share it. */
export const unique = (prefix: string): string => `${prefix}-${randomBytes(4).toString('hex')}`;
