import type { Handlers } from '../platform.ts';

export const dataHandlers: Handlers<'eihealth'> = {};
