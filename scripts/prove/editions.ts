/**
 * The record of editions holds, whatever is published, missed, killed, repeated and set back: many lives of a
 * manual, a hundred notifications at once in three processes, and processes that are killed.
 */
import { notifyAtOnce, killFollowers } from '#scripts/harness/editions/kills.ts'
import { tryLives } from '#scripts/harness/editions/life.ts'

const lives = 1000
const { info, warn } = console
/** What the processes of the proofs say is not of interest. */
async function quietly<Value>(work: () => Promise<Value>): Promise<Value> {
  Object.assign(console, { info: () => {}, warn: () => {} })
  try {
    return await work()
  } finally {
    Object.assign(console, { info, warn })
  }
}

/** Says what is tried, which takes minutes, then whether it holds, with the time it took. */
async function prove(what: string, problemsOf: () => Promise<readonly string[]>) {
  info(`${what} …`)
  const began = performance.now()
  const problems = await quietly(problemsOf)
  const seconds = Math.round((performance.now() - began) / 1000)
  info(`  ${problems.length === 0 ? 'holds' : 'does not hold'} (${seconds} s)`)
  for (const problem of problems.slice(0, 20)) info(`  ${problem}`)
  if (problems.length > 0) process.exitCode = 1
}

for (const clock of ['forwards', 'jumping'] as const)
  await prove(`${lives} lives, the clock ${clock}`, () =>
    tryLives(lives, clock).then(
      () => [],
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    ),
  )
await prove('200 publishes, each heard of 100 times at once in three processes', () => notifyAtOnce(200))
await prove('200 publishes, with a SIGKILL during each', () => killFollowers(200))
