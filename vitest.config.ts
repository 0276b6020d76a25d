import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{contracts,core,src,server,samples,scripts}/**/*.test.{ts,tsx}'],
    // They want a Slurm: vitest.slurm.config.ts.
    exclude: [...configDefaults.exclude, '**/*.slurm.test.ts'],
    setupFiles: ['scripts/testing/property-seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is waited for is a fact, not a speed: on a busy machine it may come late.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
  },
});
