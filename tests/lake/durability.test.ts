import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SanityClient } from '@sanity/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createLake, LakeFileError, type LakeOptions } from '#sanity/lake/index.ts'
import {
  captureDatabase,
  connectTo,
  refusal,
  type RunningLake,
  startLake,
  startLakeOnDisk,
  temporaryFile,
  TOKENS,
} from './support.ts'

const note = (_id: string, more: object = {}) => ({ _id, _type: 'note', ...more })

/** A lake in a process of its own. `limit` keeps each of its files below so many blocks of 512 bytes. */
async function spawnLake(
  file: string,
  limit?: number,
): Promise<{ client: SanityClient; kill(): Promise<void> }> {
  const script = fileURLToPath(new URL('./lake.child.ts', import.meta.url))
  const command = [process.execPath, script, file, TOKENS.read, TOKENS.write]
  const child = limit
    ? spawn('sh', ['-c', `ulimit -f ${limit}; exec "$@"`, 'sh', ...command])
    : spawn(command[0]!, command.slice(1))
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return { client: connectTo(await firstLine(child)), kill }
}

function firstLine(child: ChildProcess): Promise<string> {
  let [printed, errors] = ['', '']
  child.stderr?.on('data', (chunk) => (errors += String(chunk)))
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      printed += String(chunk)
      if (printed.includes('\n')) resolve(printed.trim())
    })
    child.on('exit', () => reject(new Error(`The lake did not start: ${errors}`)))
  })
}

/** Three documents are changed by each transaction: two of its own, and a count of them all. */
function write(client: SanityClient, transactionId: string, more: object = {}) {
  const part = (name: string) => ({ _id: `${transactionId}-${name}`, _type: 'part', transactionId, ...more })
  return client.mutate<Record<string, unknown>>(
    [
      { createIfNotExists: { _id: 'counter', _type: 'counter', count: 0 } },
      { create: part('a') },
      { patch: { id: 'counter', inc: { count: 1 } } },
      { create: part('b') },
    ],
    { transactionId, returnDocuments: false },
  )
}

/** The transactions whose traces are in the file, each of which must be there in full. */
async function transactionsIn({ client, call }: RunningLake): Promise<string[]> {
  const parts = await client.fetch<{ _id: string; _rev: string; transactionId: string }[]>(
    '*[_type == "part"]{_id, _rev, transactionId}',
  )
  const ids = [...new Set(parts.map(({ transactionId }) => transactionId))]
  const whole = ids.flatMap((id) => [`${id}-a`, `${id}-b`]).toSorted()
  expect(parts.map(({ _id }) => _id).toSorted()).toEqual(whole)
  expect(parts.every(({ _rev, transactionId }) => _rev === transactionId)).toBe(true)
  expect(await client.fetch('*[_id == "counter"][0].count')).toBe(ids.length)
  const history = await (await call('/data/history/production/transactions/counter')).text()
  const logged = history.split('\n').filter((line) => line !== '')
  expect(logged.map((line) => (JSON.parse(line) as { id: string }).id).toSorted()).toEqual(ids.toSorted())
  return ids
}

test(
  'every acknowledged transaction outlives five SIGKILLs, and none is half there',
  { timeout: 120_000 },
  async () => {
    const file = temporaryFile()
    const acknowledged: string[] = []
    for (let round = 0; round < 5; round += 1) {
      const { client, kill } = await spawnLake(file)
      const before = acknowledged.length
      const enough = 1 + Math.floor(Math.random() * 40)
      let reached = () => {}
      const underWay = new Promise<void>((resolve) => (reached = resolve))
      const writer = async (name: string): Promise<void> => {
        for (let count = 0; ; count += 1) {
          const id = `r${round}-${name}-${count}`
          await write(client, id)
          acknowledged.push(id)
          if (acknowledged.length - before >= enough) reached()
        }
      }
      const writers = Array.from({ length: 8 }, (_, index) => writer(`w${index}`))
      const stopped = Promise.allSettled(writers)
      await Promise.race([underWay, Promise.all(writers)])
      await delay(Math.random() * 20) // a moment that has nothing to do with any answer
      await kill()
      await stopped
    }
    const found = await transactionsIn(await startLake({ file }))
    expect(found).toEqual(expect.arrayContaining(acknowledged))
    expect(acknowledged.length).toBeGreaterThanOrEqual(5)
  },
)

describe('a full disk', () => {
  const unavailable = {
    status: 503,
    body: { statusCode: 503, error: 'Service Unavailable', message: expect.stringContaining('full') },
  }

  test('answers 503, loses nothing, and is over when there is space again', async () => {
    const { running, database } = await captureDatabase(startLakeOnDisk)
    const { client, file, call } = running
    await write(client, 'first')
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number }
    database.exec(`PRAGMA max_page_count = ${pages}`)
    const large = { text: 'x'.repeat(1_000_000) }
    expect(await refusal(write(client, 'second', large))).toMatchObject(unavailable)
    const body = JSON.stringify([{ key: 'k', value: large }])
    const stored = await call('/users/me/keyvalue', { method: 'PUT', body })
    expect([stored.status, stored.headers.get('retry-after')]).toEqual([503, '2'])
    expect(await transactionsIn(running)).toEqual(['first'])

    database.exec('PRAGMA max_page_count = 4294967294')
    await write(client, 'second', large) // the same id: nobody has used it
    expect((await transactionsIn(running)).toSorted()).toEqual(['first', 'second'])
    await running.stop()
    expect((await transactionsIn(await startLake({ file }))).toSorted()).toEqual(['first', 'second'])
  })

  test.skipIf(process.platform === 'win32')('in the middle of a write loses nothing either', async () => {
    const file = temporaryFile()
    const { client, kill } = await spawnLake(file, 4000)
    const acknowledged: string[] = []
    const attempts = Array.from({ length: 40 }, (_, index) => `n${index}`)
    const failures: number[] = []
    for (const id of attempts) {
      await write(client, id, { text: 'x'.repeat(40_000) }).then(
        () => acknowledged.push(id),
        (error: { statusCode: number }) => failures.push(error.statusCode),
      )
    }
    expect(acknowledged).toContain('n0')
    expect(new Set(failures)).toEqual(new Set([503]))
    expect(await client.fetch('*[_id == "counter"][0].count')).toBe(acknowledged.length)
    await kill()
    const found = await transactionsIn(await startLake({ file }))
    expect(found.toSorted()).toEqual(acknowledged.toSorted())
  })
})

test('a write that breaks off between two documents leaves neither behind', async () => {
  const { running, database } = await captureDatabase(startLakeOnDisk)
  database.exec(`CREATE TEMP TRIGGER broken BEFORE INSERT ON documents WHEN NEW.id = 'broken-b'
    BEGIN SELECT RAISE(FAIL, 'broken on purpose'); END`)
  expect(await refusal(write(running.client, 'broken'))).toMatchObject({ status: 500 })
  expect(running.log).toEqual([expect.stringContaining('broken on purpose')])
  await write(running.client, 'whole')
  expect(await transactionsIn(running)).toEqual(['whole'])
  await running.stop()
  expect(await transactionsIn(await startLake({ file: running.file }))).toEqual(['whole'])
})

/** The reason why a lake cannot be opened. */
function reasonNotToOpen(file: string, options: Partial<LakeOptions> = {}): string {
  try {
    const lake = createLake({ file, projectId: 'manual', dataset: 'production', tokens: TOKENS, ...options })
    onTestFinished(() => lake.close())
  } catch (error) {
    if (error instanceof LakeFileError) return error.message
    throw error
  }
  throw new Error('Expected the lake not to open')
}

describe('one file has one owner', () => {
  test('a second process is refused, until the first is gone, however it went', async () => {
    const file = temporaryFile()
    const { client, kill } = await spawnLake(file)
    await write(client, 'first')
    const reason = reasonNotToOpen(file)
    expect(reason).toBe(
      `${file} is in use by another process. Stop that one first: a lake's file has one owner.`,
    )
    await write(client, 'second')
    await kill()
    expect((await transactionsIn(await startLake({ file }))).toSorted()).toEqual(['first', 'second'])
  })

  test('a second lake in this process is refused as well', async () => {
    const first = await startLakeOnDisk()
    expect(reasonNotToOpen(first.file)).toContain('is in use')
    await first.stop()
    await startLake({ file: first.file })
  })
})

describe('a file that cannot be opened says why and what to do, and stays as it is', () => {
  async function usedFile(): Promise<string> {
    const { client, file, stop } = await startLakeOnDisk()
    for (let count = 0; count < 50; count += 1)
      await client.create(note(`n${count}`, { text: 'x'.repeat(2000) }))
    await stop()
    return file
  }

  function change(file: string, sql: string): void {
    const database = new DatabaseSync(file)
    database.exec(sql)
    database.close()
  }

  function refuse(file: string): string {
    const before = readFileSync(file)
    const reason = reasonNotToOpen(file)
    expect(readFileSync(file)).toEqual(before)
    expect(readdirSync(dirname(file))).toEqual(['lake.db'])
    return reason
  }

  test('when it is no database', () => {
    const file = temporaryFile()
    writeFileSync(file, 'a text about something else\n'.repeat(500))
    expect(refuse(file)).toMatch(/^.*lake\.db is damaged .*Restore it from a backup, or move it away/)
  })

  test('when pages of it are damaged', async () => {
    const file = await usedFile()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096 * 4, 4096 * 12)
    writeFileSync(file, bytes)
    expect(refuse(file)).toMatch(/is damaged .*Restore it from a backup, or move it away/)
  })

  test('when a newer version wrote it', async () => {
    const file = await usedFile()
    change(file, 'PRAGMA user_version = 7')
    expect(refuse(file)).toMatch(/newer version .*layout 7.*Start that version again, or point DATA_DIR/)
  })

  test('when it is the database of something else', () => {
    const file = temporaryFile()
    change(file, 'CREATE TABLE recipes (id)')
    expect(refuse(file)).toMatch(/not a lake\. Point DATA_DIR at another folder/)
  })

  test('when its folder cannot be made', () => {
    const file = temporaryFile()
    writeFileSync(file, '')
    const below = join(file, 'folder', 'lake.db')
    expect(reasonNotToOpen(below)).toMatch(/cannot be opened for writing .*Check that its folder exists/)
  })

  test('when it is a folder', () => {
    const file = temporaryFile()
    expect(reasonNotToOpen(dirname(file))).toMatch(/cannot be opened for writing/)
  })
})

describe('the first content', () => {
  const seed = () => [
    { _id: 'a', _type: 'note', title: 'seeded', to: { _ref: 'b' }, _createdAt: '2020-01-01T00:00:00Z' },
    { _id: 'b', _type: 'note', _rev: 'elsewhere' },
  ]

  test('is put into a new file, whole, and never again', async () => {
    const first = await startLakeOnDisk({ seed })
    expect(await first.client.fetch('*{_id, title}')).toEqual([
      { _id: 'a', title: 'seeded' },
      { _id: 'b', title: null },
    ])
    expect(await first.client.fetch('*[_id == "a"][0]._createdAt')).toBe('2020-01-01T00:00:00Z')
    await first.client.delete('a')
    await first.stop()
    const again = await startLake({ file: first.file, seed })
    expect(await again.client.fetch('*._id')).toEqual(['b'])
  })

  test('that is not valid leaves no half of it behind', async () => {
    const file = temporaryFile()
    await expect(startLake({ file, seed: () => [seed()[0]!] })).rejects.toThrow('non-existent document "b"')
    const { client } = await startLake({ file, seed })
    expect(await client.fetch('count(*)')).toBe(2)
  })
})

test('a lake that closes finishes what was asked of it, and leaves one file', async () => {
  const running = await startLakeOnDisk()
  const { client, lake, file } = running
  const asked = Promise.all(
    Array.from({ length: 10 }, (_, index) => write(client, `n${index}`).catch(() => null)),
  )
  await write(client, 'first')
  await lake.close()
  const answers = await asked
  await running.stop()
  expect(existsSync(`${file}-wal`)).toBe(false)
  const acknowledged = answers.flatMap((answer) => answer?.transactionId ?? [])
  expect(await transactionsIn(await startLake({ file }))).toEqual(
    expect.arrayContaining(['first', ...acknowledged]),
  )
})

test('time goes on, whatever the clock does', async () => {
  let now = new Date('2025-11-25T12:00:00Z')
  const first = await startLakeOnDisk({ clock: () => now })
  await first.client.create(note('a'))
  await first.stop()
  now = new Date('2020-01-01T00:00:00Z')
  const again = await startLake({ file: first.file, clock: () => now })
  await again.client.patch('a').set({ title: 'later' }).commit()
  const history = await (await again.call('/data/history/production/transactions/a')).text()
  const times = history
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { timestamp: string }).timestamp)
  expect(times).toEqual(['2025-11-25T12:00:00.000000Z', '2025-11-25T12:00:00.000001Z'])
})
