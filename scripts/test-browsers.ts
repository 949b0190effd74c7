/**
 * `npm run test:browsers`: tests the site behind nginx and Caddy, and in Firefox and WebKit. Needs their
 * Debian packages.
 */
import { missingPackages } from './harness/programs.ts'
import { runSuites } from './harness/suites.ts'

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
process.exit((await runSuites('tests/browsers/vitest.config.ts', process.argv.slice(2))) ? 0 : 1)
