import { defineConfig } from 'vitest/config'

/** For `npm run test:browsers` only, since `npm test` must need no other programs than `npm ci` installs. */
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
