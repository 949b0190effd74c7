/** `npm run check`: format, lint, generated types, types. `npm test` runs these and all tests. */
import { useOwnEnvironment } from './harness/environment.ts'
import { runChecks } from './checks.ts'

useOwnEnvironment()
const { failed } = await runChecks()
if (failed > 0) process.exitCode = 1
