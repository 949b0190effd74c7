/**
 * `npm test`: every check and every suite; `npm test <files>`: every check and those. The last line is
 * `N passed, M failed`.
 */
import { startVitest } from 'vitest/node'
import { useOwnEnvironment } from './harness/environment.ts'
import { runChecks } from './checks.ts'

useOwnEnvironment()
// The checks run beside the build and the suites that start no site, not beside those that measure.
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
// When the suites could not even begin, since the site cannot be built, no test has failed: only the exit
// code says so.
const failed = checks.failed + (failedTests || Number(process.exitCode ?? 0))
await vitest.close()
console.info(`${checks.passed + count('passed')} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
