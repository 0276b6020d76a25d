import type { Handlers } from '../platform.ts';

export const dataJobHandlers: Handlers<'eihealth'> = {};
