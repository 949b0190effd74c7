import { spawnSync } from 'node:child_process'
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
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { backUp, defaultBackup, serveBackups } from '#server/installation/backup.ts'
import { lakeFile } from '#server/installation/data-dir.ts'
import { restore } from '#server/installation/restore.ts'
import { createLake, type Lake } from '#sanity/lake/index.ts'
import { writeArchive } from '#sanity/seed/archive.ts'
import { seedDocuments } from '#sanity/seed/index.ts'

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

const write = (lake: Lake, _id: string) => mutate(lake, { create: { _id, _type: 'note' } })

async function mutate(lake: Lake, ...mutations: object[]): Promise<void> {
  const response = await lake.fetch(
    new Request('http://localhost/v1/data/mutate/d', {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.write}` },
      body: JSON.stringify({ mutations }),
    }),
  )
  expect(response.status).toBe(200)
}

/** Signs in, and returns the session's cookie. */
async function signIn(lake: Lake): Promise<string> {
  const url = `http://localhost/sign-in?code=${lake.createSignInCode()}`
  const [cookie = ''] = (await lake.fetch(new Request(url))).headers.getSetCookie()
  return cookie.split(';', 1)[0]!
}

/**
 * Whether the session cookie is valid for the dataset in this directory, with the tokens of the site that set
 * it.
 */
async function letsIn(dataDir: string, cookie: string): Promise<boolean> {
  const lake = openLake(dataDir)
  const { status } = await lake.fetch(new Request('http://localhost/v1/auth/id', { headers: { cookie } }))
  await lake.close()
  return status === 200
}

/** The traces of these previews in the bytes of a file. */
const tracesIn = (file: string) =>
  readFileSync(file, 'latin1').match(/secret-of[\w-]*|previewUrl\w+|share-access|drafts\.\w+/g) ?? []

const shareAccess = 'sanity-preview-url-secret.share-access'
/** A shared preview, one that the Studio opened, and one that has ended, each in its own transaction. */
async function openPreviews(lake: Lake): Promise<void> {
  const shared = { _id: shareAccess, _type: 'sanity.previewUrlShareAccess', secret: 'secret-of-a-share' }
  const opened = { _id: 'drafts.one', _type: 'sanity.previewUrlSecret', secret: 'secret-of-a-preview' }
  await mutate(lake, { create: shared })
  await mutate(lake, { create: opened }, { create: { _id: 'b', _type: 'note' } })
  await mutate(lake, { create: { ...opened, _id: 'drafts.two' } })
  await mutate(lake, { patch: { id: 'drafts.two', set: { secret: 'secret-of-another' } } })
  await mutate(lake, { delete: { id: 'drafts.two' } })
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

/** The parts of a site that a backup needs: a server with the dataset open. */
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

/** Restores the backup into a new directory, and returns the ids in it. */
async function idsInBackup(file: string): Promise<string[]> {
  const dataDir = temporaryDirectory()
  restore(dataDir, file)
  return idsAtRest(dataDir)
}

describe('a backup', () => {
  it('is made by the running site, with everything written before it', async () => {
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

  it('is made without a site too, even if one was killed and another site now has its port', async () => {
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

  it("of a copied data directory is not made by the original's site", async () => {
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

  it('does not replace an existing file', async () => {
    const dataDir = temporaryDirectory()
    await startSite(dataDir)
    const file = join(temporaryDirectory(), 'backup.sqlite')
    writeFileSync(file, 'the last one')
    await expect(backUp(dataDir, file)).rejects.toThrow(/is there already, and was left as it is/)
    expect(readFileSync(file, 'utf8')).toBe('the last one')
  })

  it('is refused without a dataset or write permission, and leaves no file behind', async () => {
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

  it('is refused with an explanation when the dataset is open but no site answers', async () => {
    const dataDir = temporaryDirectory()
    openLake(dataDir)
    await expect(backUp(dataDir, join(dataDir, 'backup.sqlite'))).rejects.toThrow(/no site answers for it/)
    expect(existsSync(join(dataDir, 'backup.sqlite'))).toBe(false)
  })

  it('contains no sessions and no preview secrets, not even in its history', async () => {
    const dataDir = temporaryDirectory()
    const { lake, stop } = await startSite(dataDir)
    await signIn(lake)
    await openPreviews(lake)
    const file = join(temporaryDirectory(), 'backup.sqlite')
    await backUp(dataDir, file)
    await stop()
    expect(tracesIn(lakeFile(dataDir))).not.toEqual([])
    expect(tracesIn(file)).toEqual([])
    const database = new DatabaseSync(file)
    const count = (table: string) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']
    expect(['sessions', 'documents', 'revisions', 'transactions'].map(count)).toEqual([0, 2, 2, 2])
    database.close()
    expect(await idsInBackup(file)).toEqual(['a', 'b'])
  })

  it('leaves no copy of the dataset in its directory while it is sent', async () => {
    const dataDir = temporaryDirectory()
    const { url } = await startSite(dataDir)
    const { token } = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as { token: string }
    for (let round = 0; round < 20; round += 1) {
      const answer = await fetch(`${url}/backup`, { headers: { authorization: `Bearer ${token}` } })
      expect(readdirSync(dataDir).filter((name) => name.startsWith('.backup'))).toEqual([])
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(0, 15)
          .toString(),
      ).toBe('SQLite format 3')
    }
  })

  it('is not given to clients that only know the address', async () => {
    const { url } = await startSite(temporaryDirectory())
    for (const authorization of ['', 'Bearer wrong', `Bearer ${tokens.write}`])
      expect((await fetch(`${url}/backup`, { headers: { authorization } })).status).toBe(404)
  })
})

describe('a restore', () => {
  async function backedUp(): Promise<{ dataDir: string; backup: string }> {
    const dataDir = temporaryDirectory()
    const { lake, stop } = await startSite(dataDir)
    const backup = join(temporaryDirectory(), 'backup.sqlite')
    await backUp(dataDir, backup)
    await write(lake, 'mistake')
    await stop()
    return { dataDir, backup }
  }

  it('brings back the backup, and keeps the replaced dataset in a folder', async () => {
    const { dataDir, backup } = await backedUp()
    writeFileSync(join(dataDir, 'last-good.json'), 'of what the restore undoes')
    const kept = restore(dataDir, backup)
    expect(existsSync(join(dataDir, 'last-good.json'))).toBe(false)
    expect(await idsAtRest(dataDir)).toEqual(['a'])
    expect(await idsInBackup(join(kept!, 'lake.sqlite'))).toEqual(['a', 'mistake'])
  })

  it('works beside leftover logs, with a damaged dataset, and without one', async () => {
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

  it('is refused while a site runs on the dataset', async () => {
    const { dataDir, backup } = await backedUp()
    const { lake } = await startSite(dataDir)
    expect(() => restore(dataDir, backup)).toThrow(/A site runs on .*lake\.sqlite\. Stop it/)
    await write(lake, 'later')
    expect(await idsIn(lake)).toEqual(['a', 'later', 'mistake'])
  })

  it.each([
    [
      'not a database',
      (file: string) => writeFileSync(file, 'words '.repeat(1000)),
      /is not a backup, or is damaged/,
    ],
    ['empty', (file: string) => writeFileSync(file, ''), /is empty: there is no manual in it/],
    ['a folder', (file: string) => (rmSync(file), mkdirSync(file)), /is not a file/],
    ['missing', (file: string) => rmSync(file), /is not a file/],
    ["another program's database", (file: string) => change(file, 'CREATE TABLE recipes (id)'), /not a lake/],
    [
      'an export',
      (file: string) => writeFileSync(file, writeArchive(seedDocuments())),
      /is an export, not a backup.*npm run seed -- /,
    ],
    [
      'an export of another version',
      (file: string) => writeFileSync(file, `\ufeff${JSON.stringify(seedDocuments()[0])}\r\n`),
      /is an export, not a backup/,
    ],
    [
      'compressed',
      (file: string) => writeFileSync(file, gzipSync(readFileSync(file))),
      /is a compressed file/,
    ],
    ['newer', (file: string) => change(file, 'PRAGMA user_version = 999', true), /newer version/],
    ['cut off', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 8192)), /is damaged/],
  ])('a backup that is %s is refused, naming the file, and nothing is changed', async (_, spoil, reason) => {
    const { dataDir, backup } = await backedUp()
    spoil(backup)
    expect(() => restore(dataDir, backup)).toThrow(reason)
    expect(() => restore(dataDir, backup)).toThrow(backup)
    expect(readdirSync(dataDir)).toEqual(['lake.sqlite'])
    expect(await idsAtRest(dataDir)).toEqual(['a', 'mistake'])
    const mistyped = join(temporaryDirectory(), 'no', 'such', 'folder')
    expect(() => restore(mistyped, backup)).toThrow(reason)
    expect(existsSync(join(mistyped, '..', '..'))).toBe(false)
  })

  it('of a copied dataset ends all sessions and previews', async () => {
    const dataDir = temporaryDirectory()
    const { lake, stop } = await startSite(dataDir)
    const cookie = await signIn(lake)
    await openPreviews(lake)
    await stop()
    expect(await letsIn(dataDir, cookie)).toBe(true)
    const copy = join(temporaryDirectory(), 'lake.sqlite')
    copyFileSync(lakeFile(dataDir), copy)
    const signedOut = openLake(dataDir)
    const headers = { cookie, origin: 'http://localhost' }
    await signedOut.fetch(new Request('http://localhost/v1/auth/logout', { method: 'POST', headers }))
    await signedOut.close()
    restore(dataDir, copy)
    expect(await letsIn(dataDir, cookie)).toBe(false)
    expect(tracesIn(lakeFile(dataDir))).toEqual([])
    expect(await idsAtRest(dataDir)).toEqual(['a', 'b'])
  })

  it('does not change the backup, and works with a read-only one', async () => {
    const { dataDir, backup } = await backedUp()
    const before = readFileSync(backup)
    chmodSync(backup, 0o400)
    restore(dataDir, backup)
    expect(readFileSync(backup)).toEqual(before)
    expect(await idsAtRest(dataDir)).toEqual(['a'])
  })

  it('accepts a dataset of the first version with the log beside it', async () => {
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

/** A data directory with a dataset, on a disk without free space. */
async function onFullDisk(context: { skip(): void }): Promise<string> {
  const disk = temporaryDirectory()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk], { encoding: 'utf8' })
  if (mounted.status !== 0) {
    console.warn(`SKIPPED: only root can mount a small disk to fill: ${mounted.stderr}`)
    context.skip()
  }
  onTestFinished(() => void spawnSync('umount', ['--lazy', disk]))
  await openLake(disk).close()
  expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(1_000_000))).toThrow('ENOSPC')
  return disk
}

describe('on a full disk', () => {
  it('a backup to another disk succeeds, also by the running site', async (context) => {
    const disk = await onFullDisk(context)
    const elsewhere = temporaryDirectory()
    await backUp(disk, join(elsewhere, 'without.sqlite'))
    const lake = openLake(disk)
    const running = createServer((request, response) => void backups.handle(request, response))
    await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void running.close())
    rmSync(join(disk, 'filler'))
    const backups = serveBackups(disk, (running.address() as AddressInfo).port, lake)
    expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(1_000_000))).toThrow('ENOSPC')
    await backUp(disk, join(elsewhere, 'with.sqlite'))
    expect(readdirSync(elsewhere).toSorted()).toEqual(['with.sqlite', 'without.sqlite'])
    expect(readdirSync(disk).toSorted()).toEqual(['filler', 'lake.sqlite', 'running.json'])
  })

  it('a backup to the same disk is refused with a message, and leaves no file behind', async (context) => {
    const disk = await onFullDisk(context)
    const made = backUp(disk, join(disk, 'backup.sqlite'))
    await expect(made).rejects.toThrow(/^The disk that holds .*backup\.sqlite.* is full\. [^\n]*$/)
    expect(readdirSync(disk).toSorted()).toEqual(['filler', 'lake.sqlite'])
  })

  it('a restore fails, keeps the dataset, and leaves no folder behind', async (context) => {
    const disk = await onFullDisk(context)
    const backup = join(temporaryDirectory(), 'backup.sqlite')
    await backUp(disk, backup)
    const before = readFileSync(lakeFile(disk))
    // Enough room for the backup, but not for a copy of the old dataset.
    writeFileSync(
      join(disk, 'filler'),
      Buffer.alloc(readFileSync(join(disk, 'filler')).length - before.length - 30_000),
    )
    expect(() => restore(disk, backup)).toThrow(/^The disk that holds .*lake\.sqlite is full/)
    expect(readdirSync(disk).toSorted()).toEqual(['filler', 'lake.sqlite'])
    expect(readFileSync(lakeFile(disk)).equals(before)).toBe(true)
  })
})
