import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** Commands by name. Each exits with 0 when its check passes. */
const checks = {
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  lint: ['node_modules/oxlint/bin/oxlint'],
  'generated types': ['scripts/typegen.ts', '--check'],
  types: ['node_modules/typescript/bin/tsc', '--noEmit'],
}

/**
 * Runs every check, one after another, and prints the output of those that fail.
 *
 * @returns how many passed and how many failed.
 */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  let passed = 0
  for (const [name, command] of Object.entries(checks)) {
    const check = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
    const exited = once(check, 'exit') as Promise<[code: number | null]>
    const [[status], output, errors] = await Promise.all([exited, text(check.stdout), text(check.stderr)])
    console.info(`${status === 0 ? '✓' : '✗'} ${name}`)
    if (status === 0) passed += 1
    else console.error(output + errors)
  }
  return { passed, failed: Object.keys(checks).length - passed }
}
