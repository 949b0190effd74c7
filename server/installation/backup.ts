/**
 * Backups of the embedded dataset. While the site runs, no other process can open the dataset, so the site
 * makes the backup itself: `npm run backup` reads the port and a token from `DATA_DIR/running.json`, which
 * only the owner of DATA_DIR can read, and asks the site over HTTP.
 */
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { apiVersion } from '#sanity/content/api-version.ts'
import { createLake, type Lake, LakeInUseError, recoverFile } from '#sanity/lake/index.ts'
import { isPreviewSecret } from '#sanity/seed/archive.ts'
import { lakeFile } from './data-dir.ts'
import { OperatorError } from '#server/operator-error.ts'
import { writeAtomically, writeAtomicallySync } from './atomic-write.ts'

const path = '/backup'
const contentType = 'application/vnd.sqlite3'
const runningFile = (dataDir: string) => join(dataDir, 'running.json')
const runningSchema = z.object({ port: z.int(), token: z.string(), dataset: z.string() })

/**
 * The inode of the dataset. A copy of DATA_DIR may contain a copy of `running.json`, which must not lead to
 * the original's site.
 */
const identityOf = (dataDir: string) =>
  String(statSync(lakeFile(dataDir), { bigint: true, throwIfNoEntry: false })?.ino)

export interface BackupServer {
  /** Answers the request and returns true, if it asks for a backup and has the token. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  close(): void
}

/** Writes `running.json` and returns the handler for requests from `npm run backup`. */
export function serveBackups(dataDir: string, port: number, lake: Lake): BackupServer {
  const token = randomBytes(32).toString('base64url')
  const running = { port, token, dataset: identityOf(dataDir) }
  try {
    writeAtomicallySync(runningFile(dataDir), JSON.stringify(running), { replace: true })
  } catch (error) {
    // The site must start even when the disk is full.
    console.warn(`npm run backup will not find this site: ${(error as Error).message}`)
  }
  const expected = Buffer.from(`Bearer ${token}`)
  return {
    handle(request, response) {
      if (request.url !== path) return false
      const given = Buffer.from(request.headers.authorization ?? '')
      // Without the token, Next.js answers, as it does any unknown address.
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false
      send(lake, dataDir, response).catch(() => response.destroy()) // the command was ended
      return true
    },
    close: () => rmSync(runningFile(dataDir), { force: true }),
  }
}

async function send(lake: Lake, dataDir: string, response: ServerResponse): Promise<void> {
  // When the disk with DATA_DIR is full, the copy can still be made in the system's folder for temporary
  // files.
  const folders = [dataDir, tmpdir()].map((parent) => join(parent, `.backup-${randomUUID()}`))
  let copy: number
  try {
    copy = openSync(copyInto(folders, lake), 'r')
  } catch (error) {
    response.writeHead(507, { 'content-type': 'text/plain' }).end(String((error as Error).message))
    return
  } finally {
    // An open file can still be read. So nothing is left of the copy when the command has all of it, nor when
    // the site is killed meanwhile.
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
  response.writeHead(200, { 'content-type': contentType })
  await pipeline(createReadStream('', { fd: copy }), response)
}

/**
 * Copies the dataset into the first of these folders that has room for it. Only this account can read the
 * folder.
 */
function copyInto([folder = '', ...others]: readonly string[], lake: Lake): string {
  const file = join(folder, 'lake.sqlite')
  try {
    mkdirSync(folder, { mode: 0o700 })
    lake.backUp(file, isPreviewSecret)
    return file
  } catch (error) {
    if (others.length === 0) throw error
    return copyInto(others, lake)
  }
}

/** The current time for file names: `2026-11-26T13-20-11.123Z`. */
export const dayAndTime = (): string => new Date().toISOString().replaceAll(':', '-')

/** The file for a backup without a name. */
export const defaultBackup = (dataDir: string): string => join(dataDir, 'backups', `${dayAndTime()}.sqlite`)

/**
 * Writes a backup of DATA_DIR's dataset, whether a site runs on it or not. The file appears only when it is
 * complete and checked. Sessions and preview secrets are left out, since they would give access to the
 * restored site.
 *
 * @throws {OperatorError | LakeFileError} also when the file exists, which is left as it is.
 */
export async function backUp(dataDir: string, file: string): Promise<void> {
  if (!existsSync(lakeFile(dataDir)))
    throw new OperatorError(
      `There is no dataset in ${dataDir}. Name the directory of your site's data in DATA_DIR.`,
    )
  if (existsSync(file)) throw alreadyThere(file)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    await writeAtomically(file, async (unfinished) => {
      if (!(await fromRunning(dataDir, unfinished))) await fromFile(dataDir, unfinished)
      recoverFile(unfinished)
    })
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? alreadyThere(file) : error
  }
}

const alreadyThere = (file: string) =>
  new OperatorError(`${file} is there already, and was left as it is. Name another file for the backup.`)

/** Asks the running site for the backup. Returns false when no site runs on this DATA_DIR. */
async function fromRunning(dataDir: string, file: string): Promise<boolean> {
  const running = runningSchema.safeParse(parse(runningFile(dataDir)))
  if (!running.success || running.data.dataset !== identityOf(dataDir)) return false
  const { port, token } = running.data
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers }).catch(() => null)
  if (response?.status === 507)
    throw new OperatorError(`The site could not make the backup: ${await response.text()}`)
  // Any other answer means that the site was killed, and its port is unused or belongs to another program.
  if (!response?.body || response.headers.get('content-type') !== contentType) return false
  await pipeline(response.body, createWriteStream(file, { flags: 'wx', mode: 0o600 }))
  return true
}

async function fromFile(dataDir: string, target: string): Promise<void> {
  const lake = openLakeAlone(lakeFile(dataDir))
  lake.backUp(target, isPreviewSecret)
  await lake.close()
}

/**
 * All documents of DATA_DIR's dataset by id, whether a site runs on it or not. Reads a temporary copy in the
 * system's folder for temporary files, which may have room when DATA_DIR is full.
 */
export async function documentsIn(dataDir: string): Promise<{ _id: string; _type: string }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'operating-manual-'))
  try {
    const copy = join(folder, 'lake.sqlite')
    await backUp(dataDir, copy)
    return await documentsInBackup(copy)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function documentsInBackup(file: string): Promise<{ _id: string; _type: string }[]> {
  const tokens = newTokens()
  const lake = openLakeAlone(file, tokens)
  const query = encodeURIComponent('* | order(_id)')
  const url = `http://localhost/v${apiVersion}/data/query/production?perspective=raw&query=${query}`
  const request = new Request(url, { headers: { authorization: `Bearer ${tokens.read}` } })
  const answer = await lake.fetch(request)
  await lake.close()
  return ((await answer.json()) as { result: { _id: string; _type: string }[] }).result
}

function newTokens(): { read: string; write: string } {
  const token = () => randomBytes(32).toString('base64url')
  return { read: token(), write: token() }
}

/** Opens the dataset for this process alone. */
function openLakeAlone(file: string, tokens = newTokens()): Lake {
  try {
    return createLake({ file, projectId: 'manual', dataset: 'production', tokens })
  } catch (cause) {
    if (!(cause instanceof LakeInUseError)) throw cause
    const hint = 'If it is just starting, try again when it has printed its address.'
    throw new OperatorError(`A process has ${file} open, but no site answers for it. ${hint}`, { cause })
  }
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
