import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SanityClient } from '@sanity/client'
import { describe, expect, onTestFinished, it, vi } from 'vitest'
import { createLake, LakeFileError, type LakeOptions } from '#sanity/lake/index.ts'
import { migrations } from '#sanity/lake/migrations.ts'
import {
  captureDatabase,
  connectTo,
  refusal,
  type RunningLake,
  signIn,
  startLake,
  startLakeOnDisk,
  temporaryFile,
  tokens,
} from './support.ts'

const note = (_id: string, more: object = {}) => ({ _id, _type: 'note', ...more })

/** Starts a lake in a process of its own. `limit` is the size limit of its files, in blocks of 512 bytes. */
async function spawnLake(
  file: string,
  limit?: number,
): Promise<{ client: SanityClient; file: string; kill(): Promise<void> }> {
  const script = fileURLToPath(new URL('./lake.child.ts', import.meta.url))
  const command = [process.execPath, script, file, tokens.read, tokens.write]
  const child = limit
    ? spawn('sh', ['-c', `ulimit -f ${limit}; exec "$@"`, 'sh', ...command])
    : spawn(command[0]!, command.slice(1))
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return { client: connectTo(await firstLine(child)), file, kill }
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

/** Changes three documents in one transaction: two new ones, and a count of all. */
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

/** The transactions in the file. Fails if one of them is incomplete. */
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

it(
  'every acknowledged transaction survives five SIGKILLs, and no transaction is incomplete',
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
      await delay(Math.random() * 20) // a random moment, independent of any answer
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

  it('answers 503, loses nothing, and recovers when there is space again', async () => {
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
    await write(client, 'second', large) // the same id, since nothing was stored under it
    expect((await transactionsIn(running)).toSorted()).toEqual(['first', 'second'])
    await running.stop()
    expect((await transactionsIn(await startLake({ file }))).toSorted()).toEqual(['first', 'second'])
  })

  it.skipIf(process.platform === 'win32')('in the middle of a write loses nothing', async () => {
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

it('a write that fails between two documents stores neither', async () => {
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

/** The message with which a lake refuses to open. */
function reasonNotToOpen(file: string, options: Partial<LakeOptions> = {}): string {
  try {
    const lake = createLake({ file, projectId: 'manual', dataset: 'production', tokens: tokens, ...options })
    onTestFinished(() => lake.close())
  } catch (error) {
    if (error instanceof LakeFileError) return error.message
    throw error
  }
  throw new Error('Expected the lake not to open')
}

describe('a file has one owner', () => {
  it('a second process is refused until the first has ended, in whatever way', async () => {
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

  it('a second lake in the same process is refused too', async () => {
    const first = await startLakeOnDisk()
    expect(reasonNotToOpen(first.file)).toContain('is in use')
    await first.stop()
    await startLake({ file: first.file })
  })
})

describe('a file that cannot be opened is reported with the reason and advice, and not changed', () => {
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

  it('when it is not a database', () => {
    const file = temporaryFile()
    writeFileSync(file, 'a text about something else\n'.repeat(500))
    expect(refuse(file)).toMatch(/^.*lake\.db is damaged .*Restore it from a backup, or move it away/)
  })

  it('when some of its pages are damaged', async () => {
    const file = await usedFile()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096 * 4, 4096 * 12)
    writeFileSync(file, bytes)
    expect(refuse(file)).toMatch(/is damaged .*Restore it from a backup, or move it away/)
  })

  it('when a newer version wrote it', async () => {
    const file = await usedFile()
    change(file, 'PRAGMA user_version = 7')
    expect(refuse(file)).toMatch(/newer version .*layout 7.*Start that version again, or use another file/)
  })

  it("when it is another program's database", () => {
    const file = temporaryFile()
    change(file, 'CREATE TABLE recipes (id)')
    expect(refuse(file)).toMatch(/not a lake\. Use another file/)
  })

  it('when its folder cannot be created', () => {
    const file = temporaryFile()
    writeFileSync(file, '')
    const below = join(file, 'folder', 'lake.db')
    expect(reasonNotToOpen(below)).toMatch(/cannot be opened for writing .*Check that its folder exists/)
  })

  it('when it is a folder', () => {
    const file = temporaryFile()
    expect(reasonNotToOpen(dirname(file))).toMatch(/cannot be opened for writing/)
  })
})

describe('the first content', () => {
  const seed = () => [
    { _id: 'a', _type: 'note', title: 'seeded', to: { _ref: 'b' }, _createdAt: '2020-01-01T00:00:00Z' },
    { _id: 'b', _type: 'note', _rev: 'elsewhere' },
  ]

  it('is stored completely in a new file, and never again', async () => {
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

  it('that does not fit on the disk leaves no file behind, and the next start tries again', async (context) => {
    const folder = dirname(temporaryFile())
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], {
      encoding: 'utf8',
    })
    if (mounted.status !== 0) {
      console.warn(`SKIPPED: only root can mount a small disk to fill: ${mounted.stderr}`)
      context.skip()
    }
    onTestFinished(() => void spawnSync('umount', ['--lazy', folder]))
    const file = join(folder, 'lake.db')
    writeFileSync(join(folder, 'filler'), Buffer.alloc(32_000))
    expect(reasonNotToOpen(file, { seed })).toMatch(/^The disk that holds .*lake\.db is full\. [^\n]*$/)
    expect(readdirSync(folder)).toEqual(['filler'])
    rmSync(join(folder, 'filler'))
    spawnSync('mount', ['-o', 'remount,size=10m', folder])
    const { client, stop } = await startLake({ file, seed })
    expect(await client.fetch('count(*)')).toBe(2)
    await stop()
  })

  it('keeps its dates, unless they are in the future', async () => {
    const dated = (_id: string, year: number) => note(_id, { _updatedAt: `${year}-01-01T00:00:00Z` })
    const clock = () => new Date('2026-11-26T12:00:00Z')
    const { client } = await startLakeOnDisk({ clock, seed: () => [dated('a', 2020), dated('b', 2036)] })
    await client.create(dated('c', 2021))
    expect(await client.fetch('*._updatedAt')).toEqual([
      '2020-01-01T00:00:00Z',
      '2026-11-26T12:00:00Z',
      '2021-01-01T00:00:00Z',
    ])
    await client.patch('a').set({ title: 'changed' }).commit()
    expect(await client.fetch('*[_id == "a"][0]._updatedAt')).toBe('2026-11-26T12:00:00Z')
  })

  it('that is invalid is not stored in part', async () => {
    const file = temporaryFile()
    await expect(startLake({ file, seed: () => [seed()[0]!] })).rejects.toThrow('non-existent document "b"')
    expect(readdirSync(dirname(file))).toEqual([])
    const { client } = await startLake({ file, seed })
    expect(await client.fetch('count(*)')).toBe(2)
  })
})

it('a lake that closes finishes pending writes, and leaves one file', async () => {
  const running = await startLakeOnDisk()
  const { client, lake, file } = running
  const asked = Promise.all(
    Array.from({ length: 10 }, (_, index) => write(client, `n${index}`).catch(() => null)),
  )
  await write(client, 'first')
  await lake.close()
  const answers = await asked
  await running.stop()
  expect(readdirSync(dirname(file))).toEqual(['lake.db'])
  const acknowledged = answers.flatMap((answer) => answer?.transactionId ?? [])
  expect(await transactionsIn(await startLake({ file }))).toEqual(
    expect.arrayContaining(['first', ...acknowledged]),
  )
})

/** The dates in a document's history, oldest first. */
async function datesOf({ call }: RunningLake, id: string): Promise<string[]> {
  const history = await (await call(`/data/history/production/transactions/${id}`)).text()
  const lines = history.trim().split('\n')
  return lines.map((line) => (JSON.parse(line) as { timestamp: string }).timestamp)
}

describe('the clock', () => {
  let now = new Date()
  const clock = () => now
  const setTo = (time: string) => (now = new Date(time))

  it('after a wrong clock is corrected, gives new writes correct dates, and the log says so', async () => {
    setTo('2036-01-01T00:00:00Z')
    const first = await startLakeOnDisk({ clock })
    await first.client.create(note('a'))
    const cookie = await signIn(first)
    await first.stop()
    setTo('2026-11-26T12:00:00Z')
    const again = await startLake({ file: first.file, clock })
    expect(again.log).toEqual([expect.stringMatching(/it is 2026-11-26T12:00:00Z, .* 2036-01-01T00:00:00Z/)])
    const { _updatedAt } = await again.client.patch('a').set({ title: 'later' }).commit()
    expect(_updatedAt).toBe('2026-11-26T12:00:00Z')
    expect(await datesOf(again, 'a')).toEqual(['2036-01-01T00:00:00.000000Z', '2026-11-26T12:00:00.000000Z'])
    expect(await again.client.fetch('*[_id == "a"][0].title')).toBe('later')
    const user = await again.call('/users/me', { token: null, headers: { cookie } })
    expect(user.status).toBe(401) // otherwise the session would last ten years
    await again.stop()
    expect((await startLake({ file: first.file, clock })).log).toEqual([])
  })

  it('when set back by seconds, does not date new writes before earlier ones', async () => {
    setTo('2026-11-26T12:00:00Z')
    const running = await startLakeOnDisk({ clock })
    await running.client.create(note('a'))
    setTo('2026-11-26T11:59:58Z')
    await running.client.patch('a').set({ title: 'later' }).commit()
    expect(await datesOf(running, 'a')).toEqual([
      '2026-11-26T12:00:00.000000Z',
      '2026-11-26T12:00:00.000001Z',
    ])
    expect(running.log).toEqual([])
  })

  it('when never set, does not keep the lake from starting and writing', async () => {
    setTo('1970-01-01T00:00:03Z')
    const { client } = await startLakeOnDisk({ clock })
    expect((await client.create(note('a')))._updatedAt).toBe('1970-01-01T00:00:03Z')
  })
})

/** A lake with free pages in its file. */
async function lakeWith(...ids: string[]): Promise<string> {
  const { client, file, stop } = await startLakeOnDisk()
  for (const id of ids) await write(client, id, { text: id.repeat(3000) })
  await stop()
  return file
}

function copyOf(file: string): string {
  const copy = temporaryFile()
  copyFileSync(file, copy)
  return copy
}

/**
 * The two files of a process that was killed while writing `id`, when part of it had reached the main file.
 */
async function killedWhileWriting(from: string, id: string): Promise<string> {
  const file = copyOf(from)
  const { running, database } = await captureDatabase(() => startLake({ file }))
  const exec = vi.spyOn(database, 'exec')
  const left = temporaryFile()
  exec.mockImplementation((sql) => {
    // At the moment before COMMIT.
    if (sql === 'COMMIT') for (const log of ['', '-journal']) copyFileSync(file + log, left + log)
    DatabaseSync.prototype.exec.call(database, sql)
  })
  database.exec('PRAGMA cache_size = 2; PRAGMA cache_spill = 1')
  await write(running.client, id, { text: id.repeat(10_000) })
  exec.mockRestore()
  await running.stop()
  expect(readFileSync(left)).not.toEqual(readFileSync(from))
  return left
}

describe('the journal of a transaction in a killed process', () => {
  it('undoes the unfinished transaction in the file to which it belongs', async () => {
    const left = await killedWhileWriting(await lakeWith('a', 'b'), 'c')
    expect(await transactionsIn(await startLake({ file: left }))).toEqual(['a', 'b'])
    expect(readdirSync(dirname(left))).toContain('lake.db')
  })

  it('is refused beside an older or another file, which is not changed and opens without the journal', async () => {
    const older = await lakeWith('a')
    const newer = copyOf(older)
    const running = await startLake({ file: newer })
    await write(running.client, 'b', { text: 'b'.repeat(3000) })
    await running.stop()
    const left = await killedWhileWriting(newer, 'c')
    const others: [string, string[]][] = [
      [older, ['a']],
      [await lakeWith('a', 'b'), ['a', 'b']],
      [await lakeWith('x', 'y', 'z'), ['x', 'y', 'z']],
    ]
    for (const [other, ids] of others) {
      const restored = copyOf(other)
      copyFileSync(`${left}-journal`, `${restored}-journal`)
      const bytes = [readFileSync(restored), readFileSync(`${restored}-journal`)]
      expect(reasonNotToOpen(restored)).toMatch(/lake\.db-journal does not belong to .*move .* away/)
      expect([readFileSync(restored), readFileSync(`${restored}-journal`)]).toEqual(bytes)
      rmSync(`${restored}-journal`)
      expect(await transactionsIn(await startLake({ file: restored }))).toEqual(ids)
    }
  })
})

it('a copy of the file alone, taken at any moment, is complete or refused', async () => {
  const { client, file: original } = await spawnLake(temporaryFile())
  await write(client, 'first')
  const acknowledged: string[] = []
  const stop = new AbortController()
  const writer = async () => {
    for (let count = 0; !stop.signal.aborted; count += 1) {
      const { transactionId } = await write(client, `n${count}`, { text: 'x'.repeat(20_000) })
      acknowledged.push(transactionId)
    }
  }
  /** The acknowledged transactions that a copy taken now lacks; `null` if the copy is refused. */
  const missing = async (): Promise<string[] | null> => {
    const expected = [...acknowledged]
    const file = copyOf(original)
    const opened = await startLake({ file }).catch((error: unknown) => error)
    if (opened instanceof LakeFileError) return null
    const found = await transactionsIn(opened as RunningLake)
    return expected.filter((id) => !found.includes(id))
  }
  const writing = writer()
  writing.catch(() => undefined) // reported below
  const outcomes: (string[] | null)[] = []
  for (let round = 0; round < 40; round += 1) {
    await delay(Math.random() * 30)
    outcomes.push(await missing())
  }
  stop.abort()
  await writing
  const whole = outcomes.filter((outcome) => outcome !== null)
  expect(whole.flat()).toEqual([])
  expect(whole.length).toBeGreaterThan(0)
  expect(acknowledged.length).toBeGreaterThan(0)
})

/**
 * A file with the first layout, whose last transactions are in a write-ahead log, as a killed process leaves
 * it.
 */
function firstVersion(ids: readonly string[], folded: number): string {
  const [file, working] = [temporaryFile(), temporaryFile()]
  const database = new DatabaseSync(working)
  database.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; ${migrations[0]}`)
  database.exec('PRAGMA user_version = 1; PRAGMA wal_autocheckpoint = 0')
  for (const [index, id] of ids.entries()) {
    if (index === folded) database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const content = JSON.stringify(note(id, { _rev: `t${index}`, text: id.repeat(500) }))
    database.exec('BEGIN')
    database
      .prepare('INSERT INTO transactions VALUES (?, ?, ?, ?)')
      .run(index + 1, `t${id}`, (index + 1) * 1000, 'author')
    database.prepare('INSERT INTO revisions VALUES (?, ?, ?, ?)').run(id, index + 1, content, '[]')
    database.prepare('INSERT INTO documents VALUES (?, ?)').run(id, content)
    database.exec('COMMIT')
  }
  for (const log of ['', '-wal']) copyFileSync(working + log, file + log)
  database.close()
  return file
}

describe('the write-ahead log of the first layout', () => {
  const ids = Array.from({ length: 30 }, (_, index) => `n${index}`)

  it('is merged at the first start, and not used again', async () => {
    const file = firstVersion(ids, 20)
    const { client, stop } = await startLake({ file })
    expect(await client.fetch('count(*)')).toBe(30)
    await client.create(note('new'))
    expect(readdirSync(dirname(file)).toSorted()).toEqual(['lake.db', 'lake.db-journal'])
    await stop()
    expect(readdirSync(dirname(file))).toEqual(['lake.db'])
  })

  it.each([
    ['an older file of that version', () => firstVersion(ids.slice(0, 10), 0)],
    ['another file of that version', () => firstVersion(ids.map((id) => `other-${id}`).slice(0, 12), 0)],
  ])('is refused beside %s', async (_, make) => {
    const file = make()
    // As that version left it after a normal shutdown: merged.
    const database = new DatabaseSync(file)
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    database.close()
    const left = firstVersion(ids, 20)
    copyFileSync(`${left}-wal`, `${file}-wal`)
    const bytes = [readFileSync(file), readFileSync(`${file}-wal`)]
    expect(reasonNotToOpen(file)).toMatch(/lake\.db-wal does not belong to/)
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(bytes)
    expect(readdirSync(dirname(file)).toSorted()).toEqual(['lake.db', 'lake.db-wal'])
  })

  it('is refused beside a file with the current layout', async () => {
    const file = await lakeWith('a')
    copyFileSync(`${firstVersion(ids, 20)}-wal`, `${file}-wal`)
    expect(reasonNotToOpen(file)).toMatch(/lake\.db-wal does not belong to/)
    rmSync(`${file}-wal`)
    expect(await transactionsIn(await startLake({ file }))).toEqual(['a'])
  })
})

it('a backup is complete, private, and never replaces a file', async () => {
  const { client, lake } = await startLakeOnDisk()
  await write(client, 'a')
  const backup = temporaryFile()
  lake.backUp(backup)
  expect(statSync(backup).mode & 0o777).toBe(0o600)
  await write(client, 'b')
  expect(() => lake.backUp(backup)).toThrow('EEXIST')
  expect(await transactionsIn(await startLake({ file: backup }))).toEqual(['a'])
})

it.skipIf(process.platform === 'win32')(
  'only the owner can read the files, even if they were readable by others before',
  async () => {
    const file = firstVersion(['a', 'b'], 1)
    for (const path of [file, `${file}-wal`]) chmodSync(path, 0o644)
    writeFileSync(`${file}-shm`, '', { mode: 0o644 })
    const { client } = await startLake({ file })
    await client.create(note('c'))
    const files = readdirSync(dirname(file)).map((name) => join(dirname(file), name))
    expect(files.map((path) => [path, statSync(path).mode & 0o777])).toEqual(
      files.map((path) => [path, 0o600]),
    )
    expect(files).toContain(`${file}-journal`)
  },
)
