import { defineConfig } from 'vitest/config'

/** Run by `npm run test:browsers` only: `npm test` needs nothing that `npm ci` does not bring. */
export default defineConfig({
  test: {
    name: 'browsers',
    environment: 'node',
    include: ['tests/browsers/**/*.test.ts'],
    globalSetup: ['tests/build.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
