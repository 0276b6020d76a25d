import type { Handlers } from './platform.ts';

export const workflowHandlers: Handlers<'eihealth'> = {};
