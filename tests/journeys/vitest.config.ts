import { defineConfig } from 'vitest/config'

/** Run by `npm run prove journeys` only: each takes about a minute. */
export default defineConfig({
  test: {
    name: 'journeys',
    environment: 'node',
    include: ['tests/journeys/**/*.test.ts'],
    globalSetup: ['tests/build.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 15_000 } },
  },
})
