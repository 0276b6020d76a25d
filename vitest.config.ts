import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{contracts,core,src,server,samples,scripts}/**/*.test.{ts,tsx}'],
    setupFiles: ['scripts/testing/property-seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
