import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { useOwnEnvironment } from './scripts/harness/environment.ts'

useOwnEnvironment()

/** Files that take long for their size, because they wait for processes, timers or two browsers. */
const slow = [
  'browser/now',
  'browser/sections',
  'browser/operator',
  'separate-lake/fresh',
  'browser/publish',
  'browser/presentation',
  'browser/studio',
  'browser/two-authors',
  'browser/outage',
  'browser/receipt',
  'browser/editions-journey',
  'browser/journey',
  'separate-lake/failures',
]

/** Begins with the slow files, so that none is left alone at the end; then with the largest, as Vitest does. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const orderOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = slow.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`))
      return rank === -1 ? slow.length : rank
    }
    // oxlint-disable-next-line unicorn/no-array-sort -- a method of the sequencer, which returns another array
    const bySize = await super.sort(files)
    return bySize.toSorted((a, b) => orderOf(a) - orderOf(b) || rankOf(a) - rankOf(b))
  }
}

/** Suites that start sites. Each file has its own sites, so that files can run in parallel. */
const withSites = {
  environment: 'node',
  globalSetup: ['tests/build.ts'],
  hookTimeout: 300_000,
  // Browsers are slow on a busy machine, where the default of one second is not enough.
  expect: { poll: { timeout: 15_000 } },
  // After the suites without sites, whose results should not have to wait.
  sequence: { groupOrder: 1 },
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic' } },
  // Tests must not read `.env` files.
  envDir: false,
  test: {
    // Three workers even on two cores: the suites that start sites spend much of their time waiting.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/{architecture,lib,sanity,scripts,server}/**/*.test.ts'],
          exclude: ['tests/sanity/lake/**'],
          // Some write hundreds of editions.
          testTimeout: 30_000,
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
          // Runs the compiler over the whole project several times.
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
          // The timing of a real browser and the Studio varies, above all on a shared machine.
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
