import { defineConfig } from 'vitest/config'

/** Run by `npm run prove journeys` only, with what takes long in suites of `npm test`. */
export default defineConfig({
  test: {
    name: 'journeys',
    environment: 'node',
    include: [
      'tests/journeys/**/*.test.ts',
      'tests/browser/{leaks,presentation,proxy,publish,two-authors}.test.ts',
    ],
    env: { TEST_LONG: '1' },
    globalSetup: ['tests/build.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 15_000 } },
  },
})
