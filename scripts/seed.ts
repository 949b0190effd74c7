/**
 * `npm run seed` puts the seed into an empty dataset; `npm run seed -- --blank` a manual with every section
 * and no text; `npm run seed -- manual.ndjson` an export. It writes all documents or none, and never changes
 * existing content. (Editions go to Sanity in several requests; the same command continues after a failure.)
 */
import { readFileSync, statSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { SanityClient } from '@sanity/client'
import { editionType } from '#lib/editions/stored.ts'
import { readEnv, type Env } from '#lib/env.ts'
import { asGiven, readCommandLine, runCommand } from '#server/installation/command.ts'
import { lakeFile, prepareDataDir } from '#server/installation/data-dir.ts'
import { connectTo } from '#sanity/content/connection.ts'
import { refusedToken, requestSanity } from '#server/installation/hosted.ts'
import { loadSecrets } from '#server/installation/secrets.ts'
import { OperatorError } from '#server/operator-error.ts'
import { backend, type Backend } from '#sanity/content/backend.ts'
import { createLake, LakeInUseError } from '#sanity/lake/index.ts'
import { readArchive } from '#sanity/seed/archive.ts'
import { blankDocuments, seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'

/** This many editions fit into one request. */
const editionsPerRequest = 20

/** The fields that a Content Lake sets. */
const stamps = ['_rev', '_createdAt', '_updatedAt']
await runCommand(async () => {
  const { file, flags } = readCommandLine('npm run seed [-- FILE | -- --blank]', ['blank'])
  if (file && flags.blank)
    throw new OperatorError(`Either ${file} or --blank: an empty dataset takes one of them.`)
  const documents = file ? documentsIn(file) : flags.blank ? blankDocuments() : seedDocuments()
  const env = readEnv()
  const inUse = backend(env)
  const where = inUse.embedded
    ? await seedEmbedded(inUse, env, documents)
    : await seedHosted(inUse, env, documents)
  console.info(`${documents.length} documents are in ${where}. To see them: ${asGiven('npm', 'start')}`)
})

function documentsIn(file: string): SeedDocument[] {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new OperatorError(
      `${file} is not a file. Name an archive that npm run export wrote: a file of NDJSON.`,
    )
  const { documents, secrets } = readArchive(readFileSync(file), file)
  if (secrets.length > 0)
    console.info(
      `Left out: ${secrets.length} secrets of previews (${secrets.map(({ _id }) => _id).join(', ')}). Whoever knew them would see your drafts.`,
    )
  return documents
}

async function seedEmbedded({ projectId, dataset }: Backend, env: Env, documents: SeedDocument[]) {
  const file = lakeFile(env.DATA_DIR)
  prepareDataDir(env.DATA_DIR)
  const { readToken, writeToken } = loadSecrets(env.DATA_DIR)
  const tokens = { read: readToken, write: writeToken }
  let seeded = false
  // Called only if the dataset is empty.
  const seed = () => ((seeded = true), documents)
  try {
    await createLake({ file, projectId, dataset, tokens, seed }).close()
  } catch (error) {
    if (!(error instanceof LakeInUseError)) throw error
  }
  if (seeded) return file
  throw new OperatorError(
    `${file} is already a dataset, and nothing in it was changed. To start another one, name another directory in DATA_DIR, ` +
      'or stop the site and move this one away.',
  )
}

async function seedHosted(inUse: Backend, env: Env, documents: SeedDocument[]) {
  const where = `the dataset ${inUse.dataset} of project ${inUse.projectId}`
  const token = env.SANITY_API_WRITE_TOKEN
  if (!token)
    throw new OperatorError(
      `To write to ${where}, set SANITY_API_WRITE_TOKEN to a token with the role Editor.`,
    )
  const client = connectTo(inUse, { token, perspective: 'raw' })
  const editions = documents.filter(({ _type }) => _type === editionType)
  const content = documents.filter(({ _type }) => _type !== editionType)
  const found = await editionsThere(inUse, client, editions)
  const isBegun =
    editions.some(({ _id, hash }) => hash !== undefined && found.get(_id) === hash) ||
    (editions.length > 0 && (await isThere(inUse, client, content)))
  if (!isBegun)
    // One transaction: creates all documents or, if one of them already exists, none.
    await requestSanity(inUse, client.mutate(content.map((document) => ({ create: document }))), {
      ...refusedToken('SANITY_API_WRITE_TOKEN', 'Editor'),
      409: `There is already a manual in ${where}, or part of one, and nothing in it was changed.`,
    })
  await seedEditions(inUse, client, editions, found, where)
  const dates = await requestSanity(
    inUse,
    client.fetch<{ _id: string; _updatedAt: string }[]>('*[_id in $ids]{_id, _updatedAt}', {
      ids: documents.map(({ _id }) => _id),
    }),
  )
  const updatedAt = new Map(dates.map(({ _id, _updatedAt }) => [_id, Date.parse(_updatedAt)]))
  const moved = documents.filter(
    ({ _id, _updatedAt }) => typeof _updatedAt === 'string' && updatedAt.get(_id) !== Date.parse(_updatedAt),
  )
  if (moved.length > 0)
    console.info(`Sanity has given ${moved.length} documents the date of today in the place of their own.`)
  return where
}

function withoutStamps(document: object) {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !stamps.includes(name)))
}

/** Whether all of these exist with the same content, so that an earlier run was interrupted after them. */
async function isThere(
  inUse: Backend,
  client: SanityClient,
  documents: readonly SeedDocument[],
): Promise<boolean> {
  const there = await requestSanity(
    inUse,
    client.fetch<SeedDocument[]>('*[_id in $ids]', { ids: documents.map(({ _id }) => _id) }),
  )
  const byId = new Map(there.map((document) => [document._id, document]))
  return documents.every((document) =>
    isDeepStrictEqual(withoutStamps(byId.get(document._id) ?? {}), withoutStamps(document)),
  )
}

/** The hashes of those editions that already exist, by id. */
async function editionsThere(inUse: Backend, client: SanityClient, editions: readonly SeedDocument[]) {
  if (editions.length === 0) return new Map<string, string>()
  const there = await requestSanity(
    inUse,
    client.fetch<{ _id: string; hash: string }[]>('*[_id in $ids]{_id, hash}', {
      ids: editions.map(({ _id }) => _id),
    }),
  )
  return new Map(there.map(({ _id, hash }) => [_id, hash]))
}

/**
 * Creates the editions in several requests. Their ids are fixed, so seeding the same archive again continues
 * after a failure.
 */
async function seedEditions(
  inUse: Backend,
  client: SanityClient,
  editions: readonly SeedDocument[],
  hashes: ReadonlyMap<string, string>,
  where: string,
) {
  const anotherRecord = (which: string) =>
    `There is another ${which} in ${where}: a site that runs on it has begun a record of its own. ` +
    'Stop it, forget that record (npm run editions -- forget), and seed again. The manual is there; its record is not whole.'
  const other = editions.find(({ _id, hash }) => hashes.has(_id) && hashes.get(_id) !== hash)
  if (other) throw new OperatorError(anotherRecord(`edition ${String(other.number)}`))
  const missing = editions.filter(({ _id }) => !hashes.has(_id))
  for (let at = 0; at < missing.length; at += editionsPerRequest) {
    const part = missing.slice(at, at + editionsPerRequest)
    try {
      await requestSanity(inUse, client.mutate(part.map((edition) => ({ create: edition }))), {
        409: anotherRecord('edition'),
      })
    } catch (cause) {
      const done = hashes.size + at
      throw new OperatorError(
        `${(cause as Error).message}\n${done} of ${editions.length} editions are in ${where}: the record is not whole. Run the same command again, and it goes on from there.`,
        { cause },
      )
    }
  }
}
