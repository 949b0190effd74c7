/** `npm run build`: the build that `npm start` makes when the sources have changed. */
import { readEnv } from '#lib/env.ts'
import { loadEnvFiles } from '#server/installation/env-files.ts'
import { build } from '#server/installation/build.ts'
import { backend } from '#sanity/content/backend.ts'

try {
  loadEnvFiles()
  backend(readEnv())
  await build(process.cwd())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
