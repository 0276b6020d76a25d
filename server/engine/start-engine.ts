/** Starts the job engine of this server. */
import type { JobEngine, Platform } from '../platform/platform.ts';

export async function startEngine(platform: Omit<Platform, 'engine'>): Promise<JobEngine> {
  return {
    wake: () => undefined,
    executor: {
      kind: 'local',
      slots: platform.config.executorSlots,
      isolated: false,
      imagesUsed: false,
      reason: 'the runner is not part of this build',
    },
    close: async () => undefined,
  };
}
