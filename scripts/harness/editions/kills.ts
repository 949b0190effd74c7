import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seedDocuments } from '#sanity/seed/index.ts'
import { startWorld, type World } from './world.ts'

const patience = 60_000

/**
 * Three processes follow one content API. In each round a change is published; at a random moment one process
 * is killed by SIGKILL, and a new one started.
 *
 * @returns what is wrong with the record afterwards.
 */
export async function killFollowers(rounds: number): Promise<string[]> {
  await using world = await startWorld({ seed: seedDocuments })
  const followers = await Promise.all([0, 1, 2].map(() => startFollower(world)))
  try {
    await world.publish({ record: 'public' })
    for (let round = 1; round <= rounds; round += 1) {
      if (round > 1) {
        world.pass(60)
        await world.publish({ headline: headlineOf(round) })
      }
      await sleep(Math.random() * 400)
      const at = round % followers.length
      followers[at]?.kill('SIGKILL')
      const replaced = startFollower(world).then((child) => (followers[at] = child))
      const began = performance.now()
      while ((await world.stored()).length < round) {
        if (performance.now() - began > patience) return [`Edition ${round} is missing`]
        await sleep(20)
      }
      await replaced
    }
    return problemsOf(await world.stored(), rounds)
  } finally {
    for (const child of followers) child.kill('SIGKILL')
  }
}

const headlineOf = (round: number) => `Round ${round}.`

function problemsOf(stored: Awaited<ReturnType<World['stored']>>, rounds: number): string[] {
  const found = stored.map(({ number, text }) => `${number}: ${/Round \d+\./.exec(text)?.[0]}`)
  const expected = stored.map((_, at) => `${at + 1}: ${at === 0 ? undefined : headlineOf(at + 1)}`)
  const wrong = found.filter((line, at) => line !== expected[at])
  return found.length === rounds ? wrong : [`There are ${found.length} editions of ${rounds}`, ...wrong]
}

async function startFollower(world: World): Promise<ChildProcess> {
  const env = {
    ...process.env,
    ...world.api.env,
    DATA_DIR: join(world.directory, `follower-${Math.random()}`),
  }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'follower.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

/**
 * Three instances in this process are each notified a hundred times of each publish, all at once.
 *
 * @returns what is wrong with the record afterwards.
 */
export async function notifyAtOnce(rounds: number): Promise<string[]> {
  await using world = await startWorld({ seed: seedDocuments })
  const processes = [0, 1, 2].map(() => world.start())
  await world.publish({ record: 'public' })
  for (let round = 1; round <= rounds; round += 1) {
    if (round > 1) {
      world.pass(60)
      await world.publish({ headline: headlineOf(round) })
    }
    for (let time = 0; time < 100; time += 1) for (const { record } of processes) record.look(time % 5)
    await Promise.all(
      processes.map(({ record }) => Promise.all(Array.from({ length: 33 }, () => record.lookNow()))),
    )
    const found = (await world.stored()).length
    if (found !== round) return [`There are ${found} editions after ${round} publishes`]
  }
  return problemsOf(await world.stored(), rounds)
}
