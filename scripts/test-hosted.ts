/**
 * `npm run test:hosted`: tests, with a Sanity project, those parts of Sanity's API that this project relies
 * on.
 */
import { startVitest } from 'vitest/node'
import { missingVariables } from './harness/hosted-project.ts'

const missing = missingVariables()
if (missing.length > 0) {
  console.error(
    `\nThis tests a project at Sanity (sanity.io/manage). Set:\n` +
      missing.map(({ name, meaning }) => `  ${name}  ${meaning}\n`).join('') +
      `\nThe tests make documents of their own, and delete them; they touch no others.`,
  )
  process.exit(1)
}
const vitest = await startVitest('test', ['tests/contract'], { run: true, watch: false })
const isGreen =
  vitest.state.getTestModules().length > 0 && vitest.state.getTestModules().every((module) => module.ok())
await vitest.close()
process.exit(isGreen ? 0 : 1)
