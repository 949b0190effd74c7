/**
 * `npm run test:browsers`: the site behind nginx and Caddy, and in Firefox and WebKit. Needs Debian's
 * packages of these.
 */
import { startVitest } from 'vitest/node'
import { missingPackages } from '#scripts/harness/programs.ts'

const missing = missingPackages()
if (missing.length > 0) {
  console.error(
    `\nThis needs programs that npm does not install:\n` +
      missing.map(({ program, package: name }) => `  ${program} (package ${name})\n`).join('') +
      `\nOn Debian and Ubuntu, install them with:\n` +
      `  sudo apt-get install --no-install-recommends ${missing.map(({ package: name }) => name).join(' ')}\n`,
  )
  process.exit(1)
}
const filters = process.argv.slice(2)
const vitest = await startVitest('test', filters, {
  run: true,
  watch: false,
  root: process.cwd(),
  config: 'tests/browsers/vitest.config.ts',
})
const isBroken =
  vitest.state.getCountOfFailedTests() > 0 ||
  vitest.state.getUnhandledErrors().length > 0 ||
  vitest.state.getTestModules().length === 0 ||
  vitest.state.getTestModules().some((module) => !module.ok())
await vitest.close()
process.exit(isBroken ? 1 : 0)
