import type { Handlers } from '../platform.ts';

export const jobHandlers: Handlers<'eihealth'> = {};
