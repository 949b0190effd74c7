import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from '#lib/env.ts'
import { readChanges } from '#lib/editions/changes.ts'
import { holdsPassage, redactText, withoutPassage } from '#lib/editions/redact.ts'
import { editionType, isEditionId } from '#lib/editions/stored.ts'
import { hashOf, readText, writeText } from '#lib/editions/text.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import type { Backend } from '#sanity/content/backend.ts'
import { createLake, LakeInUseError, type Lake } from '#sanity/lake/index.ts'
import { OperatorError } from '#server/operator-error.ts'
import { backUp, dayAndTime, documentsInBackup } from './backup.ts'
import { lakeFile } from './data-dir.ts'
import { connectTo } from '#sanity/content/connection.ts'
import { requestSanity } from './hosted.ts'

export interface StoredDocument {
  _id: string
  _type: string
  _rev: string
  [field: string]: unknown
}

/** Every document of the dataset, whether a site runs on it or not. */
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
  const copy = join(env.DATA_DIR, `.editions-${dayAndTime()}.sqlite`)
  try {
    await backUp(env.DATA_DIR, copy)
    return (await documentsInBackup(copy)) as StoredDocument[]
  } finally {
    rmSync(copy, { force: true })
  }
}

/** The editions among them, those included that were withdrawn, by number. */
export const editionsAmong = (documents: readonly StoredDocument[]): StoredDocument[] =>
  documents
    .filter(({ _id, _type }) => _type === editionType && isEditionId(_id))
    .toSorted((a, b) => Number(a.number) - Number(b.number))

/** Where a passage stands outside of the record: it would be recorded again from there. */
export const holdersOf = (documents: readonly StoredDocument[], passage: string): string[] =>
  documents
    .filter(({ _type, _id }) => _type !== editionType && !_id.startsWith('_.'))
    .filter((document) => holdsPassage(document, passage))
    .map(({ _id }) => _id)

/** The editions in which a passage stands: in the text, in what they changed, or in the reason. */
export const editionsWith = (documents: readonly StoredDocument[], passage: string): StoredDocument[] =>
  editionsAmong(documents).filter(
    ({ text, changes, reason }) =>
      [text, changes].some((stored) => holdsPassage(parsed(stored), passage)) ||
      holdsPassage(reason, passage),
  )

const parsed = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text))
  } catch {
    return text
  }
}

/** The fields of an edition without a passage, for a patch. Its hash is that of what is left. */
export function redacted({ text, format, changes, reason }: StoredDocument, passage: string, now: string) {
  const left = writeText(redactText(readText(String(text), Number(format)), passage))
  // What is left must still be a text: a date or an address that lost a part would not be.
  readText(left, Number(format))
  return {
    text: left,
    hash: hashOf(left),
    changes: JSON.stringify(withoutPassage(readChanges(String(changes)), passage)),
    ...(typeof reason === 'string' && { reason: withoutPassage(reason, passage) }),
    redacted: now,
    revised: now,
  }
}

type Mutation = Record<string, unknown>

/**
 * Changes the record, and takes what a passage has left behind out of the embedded lake's history. The site
 * must not run on it.
 *
 * @throws {OperatorError} when it does, or when Sanity refuses.
 */
export async function changeRecord(
  inUse: Backend,
  env: Env,
  mutations: readonly Mutation[],
  purge: (lake: Lake) => void,
): Promise<void> {
  if (!inUse.embedded) {
    const token = env.SANITY_API_WRITE_TOKEN
    if (!token) throw new OperatorError('Set SANITY_API_WRITE_TOKEN to a token with the role Editor.')
    await requestSanity(
      inUse,
      connectTo(inUse, { token, perspective: 'raw' }).mutate(mutations as never, { tag: 'record' }),
    )
    return
  }
  const tokens = { read: secret(), write: secret() }
  const lake = openAlone(lakeFile(env.DATA_DIR), tokens)
  try {
    const response = await lake.fetch(
      new Request(`http://localhost/v${apiVersion}/data/mutate/${inUse.dataset}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.write}`, 'content-type': 'application/json' },
        body: JSON.stringify({ mutations }),
      }),
    )
    if (!response.ok) throw new OperatorError(`The record could not be changed: ${await response.text()}`)
    purge(lake)
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
    throw new OperatorError('Stop the site first: what it has in memory would bring the passage back.', {
      cause,
    })
  }
}
