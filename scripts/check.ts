/** `npm run check`: format, lint, generated types, types. Quick; `npm test` runs these and all tests. */
import { runChecks } from './checks.ts'

if (runChecks().failed > 0) process.exitCode = 1
