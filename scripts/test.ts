/** `npm test`: every check and every suite. The last line is `N passed, M failed`. */
import { startVitest } from 'vitest/node'
import { useOwnEnvironment } from '#tests/environment.ts'
import { runChecks } from './checks.ts'

useOwnEnvironment()
// The checks run beside the build and the quick suites, not beside those that measure.
const [checks, vitest] = await Promise.all([
  runChecks(),
  startVitest('test', [], { run: true, watch: false }),
])
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
const brokenModules = vitest.state
  .getTestModules()
  .filter((module) => module.children.size === 0 || module.errors().length > 0)
const count = (state: string) => tests.filter((test) => test.result().state === state).length
const failed =
  checks.failed + count('failed') + brokenModules.length + vitest.state.getUnhandledErrors().length
await vitest.close()
console.info(`${checks.passed + count('passed')} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
