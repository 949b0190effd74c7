import { spawnSync } from 'node:child_process'

/** What must hold besides the tests: commands, by name, that exit with 0 when it does. */
const checks = {
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  lint: ['node_modules/oxlint/bin/oxlint'],
  'generated types': ['scripts/typegen.ts', '--check'],
  types: ['node_modules/typescript/bin/tsc', '--noEmit'],
}

/** Runs every check, prints what those that fail say, and returns how many passed and failed. */
export function runChecks(): { passed: number; failed: number } {
  const outcomes = Object.entries(checks).map(([name, command]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' })
    const passed = status === 0
    console.info(`${passed ? '✓' : '✗'} ${name}`)
    if (!passed) console.error(stdout + stderr)
    return passed
  })
  const passed = outcomes.filter(Boolean).length
  return { passed, failed: outcomes.length - passed }
}
