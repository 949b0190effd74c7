import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { backUp, defaultBackup, serveBackups } from '#server/installation/backup.ts'
import { lakeFile } from '#server/installation/data-dir.ts'
import { restore } from '#server/installation/restore.ts'
import { createLake, type Lake } from '#sanity/lake/index.ts'

const tokens = { read: 'read-token-for-tests', write: 'write-token-for-tests' }

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'backup-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

function openLake(dataDir: string): Lake {
  const seed = () => [{ _id: 'a', _type: 'note' }]
  const lake = createLake({ file: lakeFile(dataDir), projectId: 'p', dataset: 'd', tokens, seed })
  onTestFinished(() => lake.close())
  return lake
}

async function write(lake: Lake, _id: string): Promise<void> {
  const response = await lake.fetch(
    new Request('http://localhost/v1/data/mutate/d', {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.write}` },
      body: JSON.stringify({ mutations: [{ create: { _id, _type: 'note' } }] }),
    }),
  )
  expect(response.status).toBe(200)
}

async function idsIn(lake: Lake): Promise<string[]> {
  const url = `http://localhost/v1/data/query/d?perspective=raw&query=${encodeURIComponent('*._id')}`
  const answer = await lake.fetch(new Request(url, { headers: { authorization: `Bearer ${tokens.read}` } }))
  return ((await answer.json()) as { result: string[] }).result
}

/** The ids in a dataset that no site has open. */
async function idsAtRest(dataDir: string): Promise<string[]> {
  const lake = openLake(dataDir)
  const ids = await idsIn(lake)
  await lake.close()
  return ids
}

/** A site that has the dataset open, as far as a backup needs one. */
async function startSite(dataDir: string): Promise<{ lake: Lake; url: string; stop(): Promise<void> }> {
  const lake = openLake(dataDir)
  const server = createServer((request, response) => {
    if (!backups.handle(request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const backups = serveBackups(dataDir, port, lake)
  const stop = async () => {
    backups.close()
    await lake.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(stop)
  return { lake, url: `http://127.0.0.1:${port}`, stop }
}

/** Restores it into a directory of its own, and says what is in it. */
async function idsInBackup(file: string): Promise<string[]> {
  const dataDir = temporaryDirectory()
  restore(dataDir, file)
  return idsAtRest(dataDir)
}

describe('a backup', () => {
  it('is made by the site that runs on the directory, and has all that was written before it', async () => {
    const dataDir = temporaryDirectory()
    const { lake, stop } = await startSite(dataDir)
    await write(lake, 'b')
    const file = join(temporaryDirectory(), 'backup.sqlite')
    await backUp(dataDir, file)
    await write(lake, 'c')
    expect(await idsInBackup(file)).toEqual(['a', 'b'])
    expect(readdirSync(dataDir).toSorted()).toEqual(['lake.sqlite', 'lake.sqlite-journal', 'running.json'])
    await stop()
    expect(readdirSync(dataDir)).toEqual(['lake.sqlite'])
  })

  it('is made without a site as well, also after one was killed and another site has its port', async () => {
    const [dataDir, otherDir] = [temporaryDirectory(), temporaryDirectory()]
    const other = await startSite(otherDir)
    await write(other.lake, 'of-another-site')
    await openLake(dataDir).close()
    const dataset = String(statSync(lakeFile(dataDir)).ino)
    for (const port of [1, Number(new URL(other.url).port)]) {
      writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ port, token: 'old', dataset }))
      const file = join(temporaryDirectory(), 'backup.sqlite')
      await backUp(dataDir, file)
      expect(await idsInBackup(file)).toEqual(['a'])
    }
  })

  it('of a copy of the directory is not made by the site that runs on the original', async () => {
    const [dataDir, copy] = [temporaryDirectory(), temporaryDirectory()]
    const { lake } = await startSite(dataDir)
    cpSync(dataDir, copy, { recursive: true })
    await write(lake, 'only-in-the-original')
    const file = join(temporaryDirectory(), 'backup.sqlite')
    await backUp(copy, file)
    expect(await idsInBackup(file)).toEqual(['a'])
  })

  it.skipIf(process.platform === 'win32')('is one file that only its owner can read', async () => {
    const dataDir = temporaryDirectory()
    await startSite(dataDir)
    const file = defaultBackup(dataDir)
    await backUp(dataDir, file)
    expect(readdirSync(join(dataDir, 'backups'))).toHaveLength(1)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(dataDir, 'running.json')).mode & 0o777).toBe(0o600)
  })

  it('never takes the place of a file', async () => {
    const dataDir = temporaryDirectory()
    await startSite(dataDir)
    const file = join(temporaryDirectory(), 'backup.sqlite')
    writeFileSync(file, 'the last one')
    await expect(backUp(dataDir, file)).rejects.toThrow(/is there already, and was left as it is/)
    expect(readFileSync(file, 'utf8')).toBe('the last one')
  })

  it('is refused where there is no dataset, or it cannot be written, and leaves nothing behind', async () => {
    const empty = temporaryDirectory()
    const target = temporaryDirectory()
    await expect(backUp(empty, join(target, 'backup.sqlite'))).rejects.toThrow(/There is no dataset in/)
    expect(readdirSync(target)).toEqual([])
    expect(readdirSync(empty)).toEqual([])
    const dataDir = temporaryDirectory()
    await openLake(dataDir).close()
    writeFileSync(join(target, 'a-file'), '')
    await expect(backUp(dataDir, join(target, 'a-file', 'backup.sqlite'))).rejects.toThrow(/a-file/)
  })

  it('says so when the dataset is open and no site answers for it', async () => {
    const dataDir = temporaryDirectory()
    openLake(dataDir)
    await expect(backUp(dataDir, join(dataDir, 'backup.sqlite'))).rejects.toThrow(/no site answers for it/)
    expect(existsSync(join(dataDir, 'backup.sqlite'))).toBe(false)
  })

  it('is given to nobody who only knows the address', async () => {
    const { url } = await startSite(temporaryDirectory())
    for (const authorization of ['', 'Bearer wrong', `Bearer ${tokens.write}`])
      expect((await fetch(`${url}/backup`, { headers: { authorization } })).status).toBe(404)
  })
})

describe('restoring', () => {
  async function backedUp(): Promise<{ dataDir: string; backup: string }> {
    const dataDir = temporaryDirectory()
    const { lake, stop } = await startSite(dataDir)
    const backup = join(temporaryDirectory(), 'backup.sqlite')
    await backUp(dataDir, backup)
    await write(lake, 'mistake')
    await stop()
    return { dataDir, backup }
  }

  it('brings back what was there, and keeps what takes its place no more', async () => {
    const { dataDir, backup } = await backedUp()
    writeFileSync(join(dataDir, 'last-good.json'), 'of what the restore undoes')
    const kept = restore(dataDir, backup)
    expect(existsSync(join(dataDir, 'last-good.json'))).toBe(false)
    expect(await idsAtRest(dataDir)).toEqual(['a'])
    expect(await idsInBackup(join(kept!, 'lake.sqlite'))).toEqual(['a', 'mistake'])
  })

  it('also where a log, a damaged file or nothing was left in its place', async () => {
    const { dataDir, backup } = await backedUp()
    for (const log of ['lake.sqlite-wal', 'lake.sqlite-journal', 'lake.sqlite-shm'])
      writeFileSync(join(dataDir, log), 'of another file '.repeat(1000))
    const kept = restore(dataDir, backup)
    expect(readdirSync(kept!)).toHaveLength(4)
    expect(await idsAtRest(dataDir)).toEqual(['a'])
    writeFileSync(lakeFile(dataDir), 'damaged '.repeat(1000))
    restore(dataDir, backup)
    expect(await idsAtRest(dataDir)).toEqual(['a'])
    rmSync(lakeFile(dataDir))
    expect(restore(dataDir, backup)).toBeUndefined()
    expect(await idsAtRest(dataDir)).toEqual(['a'])
  })

  it('is refused while a site runs there', async () => {
    const { dataDir, backup } = await backedUp()
    const { lake } = await startSite(dataDir)
    expect(() => restore(dataDir, backup)).toThrow(/A site runs on .*lake\.sqlite\. Stop it/)
    await write(lake, 'later')
    expect(await idsIn(lake)).toEqual(['a', 'later', 'mistake'])
  })

  it.each([
    ['no database', (file: string) => writeFileSync(file, 'words '.repeat(1000)), /is damaged/],
    ['empty', (file: string) => writeFileSync(file, ''), /is empty: there is no manual in it/],
    ['a folder', (file: string) => (rmSync(file), mkdirSync(file)), /is not a file/],
    ['missing', (file: string) => rmSync(file), /is not a file/],
    ['of something else', (file: string) => change(file, 'CREATE TABLE recipes (id)'), /not a lake/],
    ['newer', (file: string) => change(file, 'PRAGMA user_version = 999', true), /newer version/],
    ['cut off', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 8192)), /is damaged/],
  ])('a backup that is %s is refused by its name, and nothing is changed', async (_, spoil, reason) => {
    const { dataDir, backup } = await backedUp()
    spoil(backup)
    expect(() => restore(dataDir, backup)).toThrow(reason)
    expect(() => restore(dataDir, backup)).toThrow(backup)
    expect(readdirSync(dataDir)).toEqual(['lake.sqlite'])
    expect(await idsAtRest(dataDir)).toEqual(['a', 'mistake'])
  })

  it('leaves the backup as it is, even one that nobody may write', async () => {
    const { dataDir, backup } = await backedUp()
    const before = readFileSync(backup)
    chmodSync(backup, 0o400)
    restore(dataDir, backup)
    expect(readFileSync(backup)).toEqual(before)
    expect(await idsAtRest(dataDir)).toEqual(['a'])
  })

  it('takes a copy of the first version together with the log beside it', async () => {
    const folder = temporaryDirectory()
    const source = join(folder, 'lake.sqlite')
    await openLake(folder).close()
    const database = new DatabaseSync(source)
    database.exec('PRAGMA user_version = 1; PRAGMA application_id = 0; PRAGMA journal_mode = WAL')
    database.exec("UPDATE documents SET content = replace(content, 'note', 'last')")
    database.exec("UPDATE revisions SET content = replace(content, 'note', 'last')")
    const copy = join(temporaryDirectory(), 'lake.sqlite')
    for (const log of ['', '-wal']) copyFileSync(source + log, copy + log)
    database.close()
    const dataDir = temporaryDirectory()
    restore(dataDir, copy)
    expect(readFileSync(lakeFile(dataDir), 'utf8')).toContain('"_type":"last"')
  })
})

function change(file: string, sql: string, keep = false): void {
  if (!keep) rmSync(file)
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}
