import { defineConfig } from 'vitest/config';

const minute = 60_000;

/** `fast` runs in seconds; `real` starts etcd servers, after the fast ones and at most two files at a time. */
export default defineConfig({
  test: {
    allowOnly: false,
    reporters: ['default', 'json'],
    outputFile: { json: '.reports/vitest.json' },
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/real/**'],
          testTimeout: minute,
          hookTimeout: minute,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/real/**/*.test.{ts,tsx}'],
          testTimeout: 3 * minute,
          hookTimeout: 3 * minute,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
