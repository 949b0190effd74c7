import { createClient, type SanityClient } from '@sanity/client'
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from '#lib/env.ts'
import { holdsPassageInside } from '#lib/editions/redact.ts'
import { isEditionId } from '#lib/editions/stored.ts'
import { atApiHost } from '#sanity/content/api-host.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import type { Backend } from '#sanity/content/backend.ts'
import { connectTo } from '#sanity/content/connection.ts'
import { lastGoodFile } from '#sanity/content/last-good.ts'
import { forgetRecord, redactPassage, type StoredDocument } from '#sanity/editions/redaction.ts'
import { createLake, LakeInUseError, type Lake } from '#sanity/lake/index.ts'
import { OperatorError } from '#server/operator-error.ts'
import { documentsIn } from './backup.ts'
import { lakeFile } from './data-dir.ts'
import { requestSanity } from './hosted.ts'

/**
 * Every document of the dataset, drafts included, whether a site runs on it or not.
 *
 * @throws {OperatorError} when Sanity refuses, or there is no token.
 */
export async function allDocuments(inUse: Backend, env: Env): Promise<StoredDocument[]> {
  if (!inUse.embedded) {
    const token = env.SANITY_API_READ_TOKEN
    if (!token) throw new OperatorError('Set SANITY_API_READ_TOKEN to a token with the role Viewer.')
    return requestSanity(
      inUse,
      connectTo(inUse, { token, perspective: 'raw' }).fetch<StoredDocument[]>(
        '*[!(_id in path("_.**"))] | order(_id)',
      ),
    )
  }
  return (await documentsIn(env.DATA_DIR)) as StoredDocument[]
}

/**
 * Removes a passage from every edition and, in embedded mode, from the history and the last good content in
 * DATA_DIR. The site must not be running.
 *
 * @returns the numbers of the editions that were changed.
 * @throws {OperatorError} when the site is running, or when Sanity refuses.
 */
export const redact = (inUse: Backend, env: Env, passage: string): Promise<number[]> =>
  withAuthor(inUse, env, async (client, lake) => {
    const changed = await redactPassage(client, passage)
    lake?.purge((_id, past) => holdsPassageInside(past, passage))
    // The next start loads the content again.
    if (lake) rmSync(join(env.DATA_DIR, lastGoodFile), { force: true })
    return changed
  })

/** Deletes the whole record and, in embedded mode, its history. Throws as `redact` does. */
export const forget = (inUse: Backend, env: Env): Promise<void> =>
  withAuthor(inUse, env, async (client, lake) => {
    await forgetRecord(client)
    lake?.purge(isEditionId)
  })

/** Calls `work` with a client that may write and, in embedded mode, with the lake. */
async function withAuthor<Result>(
  inUse: Backend,
  env: Env,
  work: (client: SanityClient, lake?: Lake) => Promise<Result>,
): Promise<Result> {
  if (!inUse.embedded) {
    const token = env.SANITY_API_WRITE_TOKEN
    if (!token) throw new OperatorError('Set SANITY_API_WRITE_TOKEN to a token with the role Editor.')
    return requestSanity(inUse, work(connectTo(inUse, { token, perspective: 'raw' })))
  }
  const tokens = { read: secret(), write: secret() }
  const lake = openAlone(lakeFile(env.DATA_DIR), tokens)
  const client = createClient({
    projectId: inUse.projectId,
    dataset: inUse.dataset,
    apiVersion,
    useCdn: false,
    token: tokens.write,
    // Never connected to: `lake.fetch` answers in this process.
    ...atApiHost('http://localhost'),
    resolveFetch: () => (input, init) => lake.fetch(new Request(input, init)),
  })
  try {
    return await work(client, lake)
  } finally {
    await lake.close()
  }
}

const secret = () => randomBytes(32).toString('base64url')

function openAlone(file: string, tokens: { read: string; write: string }): Lake {
  if (!existsSync(file))
    throw new OperatorError(`There is no dataset at ${file}. DATA_DIR names its directory.`)
  try {
    return createLake({ file, projectId: 'manual', dataset: 'production', tokens })
  } catch (cause) {
    if (!(cause instanceof LakeInUseError)) throw cause
    throw new OperatorError(
      'The site is running. Stop it first, or do this in the Studio: under Record, in the menu of an edition.',
      { cause },
    )
  }
}
