import { defineConfig } from 'vitest/config';

/** Tests on a real Slurm, which `npm test` provides; their files are named `*.slurm.test.ts`. */
export default defineConfig({
  test: {
    include: ['server/**/*.slurm.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 1,
  },
});
