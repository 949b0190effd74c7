/**
 * `npm test`: all checks and suites; `npm test <files>`: all checks and the suites in these files. The last
 * line of output is `N passed, M failed`.
 */
import { startVitest } from 'vitest/node'
import { useOwnEnvironment } from './harness/environment.ts'
import { runChecks } from './checks.ts'

useOwnEnvironment()
// The checks run while the site is built and suites without a site run, not while suites measure time.
const [checks, vitest] = await Promise.all([
  runChecks(),
  startVitest('test', process.argv.slice(2), { run: true, watch: false }),
])
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
const brokenModules = vitest.state
  .getTestModules()
  .filter((module) => module.children.size === 0 || module.errors().length > 0)
const count = (state: string) => tests.filter((test) => test.result().state === state).length
const failedTests = count('failed') + brokenModules.length + vitest.state.getUnhandledErrors().length
// If the site cannot be built, no suite runs and no test fails; only the exit code shows it.
const failed = checks.failed + (failedTests || Number(process.exitCode ?? 0))
await vitest.close()
console.info(`${checks.passed + count('passed')} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
