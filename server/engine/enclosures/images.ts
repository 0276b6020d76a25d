/** Images of apps: where their reference leads, when they are fetched, and whether they are there. */
import { execFile } from 'node:child_process';

/** always: before every attempt; missing: when this machine has none; never: only what is here. */
export const PULL_POLICIES = ['missing', 'always', 'never'] as const;
export type PullPolicy = (typeof PULL_POLICIES)[number];

export interface ImageOptions {
  /** Put before an image's name: a registry with a closing slash, or empty. */
  registry: string;
  pull: PullPolicy;
}

const ASK_MS = 20_000;

/** What a runtime calls the image an app names, `project/name:tag` (domain §1.8). */
export const imageReference = ({ registry }: Pick<ImageOptions, 'registry'>, image: string): string => registry + image;

/** Whether a program ends well with these arguments in time. */
export function answers(program: string, args: string[], timeoutMs: number = ASK_MS): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: timeoutMs, killSignal: 'SIGKILL' }, (error) => resolve(error === null));
  });
}
