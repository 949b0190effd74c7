/**
 * `npm run -s export > manual.ndjson` writes the whole manual, drafts included, one document per line: a backup, and the way to another
 * dataset, hosted or not (`npm run seed -- manual.ndjson`). The embedded dataset is read through the site, which has to be running.
 */
import { ClientError, createClient } from '@sanity/client'
import { readEnv } from '#lib/env.ts'
import { loadEnvFiles } from '#lib/server/env-files.ts'
import { loadSecrets } from '#lib/server/secrets.ts'
import { apiVersion } from '#sanity/api-version.ts'
import { backend } from '#sanity/backend.ts'
import { outlineTypes } from '#sanity/outline.ts'

try {
  loadEnvFiles()
  const env = readEnv()
  const { projectId, dataset, apiHost, embedded } = backend(env)
  const token = embedded
    ? loadSecrets(env.DATA_DIR, { readToken: env.SANITY_API_READ_TOKEN }).readToken
    : env.SANITY_API_READ_TOKEN
  const client = createClient({
    projectId,
    dataset,
    apiVersion,
    perspective: 'raw',
    useCdn: false,
    ...(token && { token }),
    ...(apiHost && { apiHost, useProjectHostname: false }),
  })
  const documents = await client
    .fetch<object[]>('*[_type in $types] | order(_id)', { types: outlineTypes })
    .catch((cause: unknown) => {
      if (cause instanceof ClientError || !embedded) throw cause
      throw new Error(
        `Nothing answers at ${apiHost}. Start the site (npm start), then export: the site is what reads ${env.DATA_DIR}.`,
        { cause },
      )
    })
  // Revisions belong to the dataset they were made in.
  for (const { _rev, ...document } of documents as { _rev: string }[]) console.info(JSON.stringify(document))
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
