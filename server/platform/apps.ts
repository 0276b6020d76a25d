import type { Handlers } from './platform.ts';

export const appHandlers: Handlers<'eihealth'> = {};
