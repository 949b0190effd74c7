/**
 * `npm run seed` puts the manual that the project comes with into an empty dataset, `npm run seed -- --blank` one that has every
 * section and no text, and `npm run seed -- manual.ndjson` one that `npm run export` wrote. It never changes existing content.
 */
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createClient, isHttpError } from '@sanity/client'
import { readEnv, type Env } from '#lib/env.ts'
import { loadEnvFiles } from '#lib/server/env-files.ts'
import { lakeFile, prepareDataDir } from '#lib/server/data-dir.ts'
import { loadSecrets } from '#lib/server/secrets.ts'
import { StartError } from '#lib/server/start-error.ts'
import { apiVersion } from '#sanity/api-version.ts'
import { backend, type Backend } from '#sanity/backend.ts'
import { createLake } from '#sanity/lake/index.ts'
import { blankDocuments, documentsIn, seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'

try {
  loadEnvFiles()
  const { values, positionals } = parseArgs({
    options: { blank: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const [file] = positionals
  const documents = file
    ? documentsIn(readFileSync(file, 'utf8'))
    : values.blank
      ? blankDocuments()
      : seedDocuments()
  const env = readEnv()
  const inUse = backend(env)
  const where = inUse.embedded
    ? await seedEmbedded(inUse, env, documents)
    : await seedHosted(inUse, env, documents)
  console.info(`${documents.length} documents are in ${where}. npm start shows them.`)
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function seedEmbedded({ projectId, dataset }: Backend, env: Env, documents: SeedDocument[]) {
  const file = lakeFile(env.DATA_DIR)
  if (existsSync(file)) {
    throw new StartError(
      `${file} is already a dataset, and nothing in it was changed. To start another one, name another directory in DATA_DIR, ` +
        'or stop the site and move this one away.',
    )
  }
  prepareDataDir(env.DATA_DIR)
  const { readToken, writeToken } = loadSecrets(env.DATA_DIR)
  const tokens = { read: readToken, write: writeToken }
  const lake = createLake({ file, projectId, dataset, tokens, seed: () => documents })
  await lake.close()
  return file
}

async function seedHosted({ projectId, dataset, apiHost }: Backend, env: Env, documents: SeedDocument[]) {
  const where = `the dataset ${dataset} of project ${projectId}`
  const token = env.SANITY_API_WRITE_TOKEN
  if (!token)
    throw new StartError(`To write to ${where}, set SANITY_API_WRITE_TOKEN to a token with the role Editor.`)
  const client = createClient({
    projectId,
    dataset,
    apiVersion,
    token,
    useCdn: false,
    ...(apiHost && { apiHost, useProjectHostname: false }),
  })
  try {
    // One transaction: all of them or, if one of them already exists, none.
    await client.mutate(documents.map((document) => ({ create: document })))
  } catch (error) {
    if (isHttpError(error) && error.statusCode === 409)
      throw new StartError(
        `There is already a manual in ${where}, or part of one, and nothing in it was changed.`,
      )
    throw error
  }
  return where
}
