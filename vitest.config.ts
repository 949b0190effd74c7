import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { useOwnEnvironment } from './scripts/harness/environment.ts'

useOwnEnvironment()

/** Suites that start sites: a file has sites of its own, so that files may run side by side. */
const withSites = {
  environment: 'node',
  globalSetup: ['tests/build.ts'],
  hookTimeout: 300_000,
  // What a browser shows takes its time on a machine that does much else: a second is no measure.
  expect: { poll: { timeout: 15_000 } },
  // After the suites that start no site, whose answer should not wait for these.
  sequence: { groupOrder: 1 },
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic' } },
  // `.env` files are not for tests.
  envDir: false,
  test: {
    // Also on two cores: most of a browser's test is spent waiting.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/{architecture,lib,sanity,scripts,server}/**/*.test.ts'],
          exclude: ['tests/sanity/lake/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'components',
          environment: 'jsdom',
          include: ['tests/components/**/*.test.tsx'],
          setupFiles: ['tests/components/setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'lake',
          environment: 'node',
          include: ['tests/sanity/lake/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          // Runs the compiler over the whole project, and more than once.
          name: 'types',
          environment: 'node',
          include: ['tests/types/**/*.test.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          environment: 'node',
          include: ['tests/contract/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...withSites,
          name: 'browser',
          // A real browser and the Studio have timings of their own, on a shared machine above all.
          retry: process.env.CI ? 1 : 0,
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          ...withSites,
          name: 'separate-lake',
          include: ['tests/separate-lake/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
    ],
  },
})
