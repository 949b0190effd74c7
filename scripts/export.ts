/**
 * `npm run export -- manual.ndjson` writes the whole manual, drafts included, one document per line, for `npm
 * run seed -- manual.ndjson` into another dataset, hosted or embedded. The file appears only when it is
 * complete, and its last line marks it as complete. Without a name, it is written to the standard output
 * (`npm run export -s`). Works whether a site runs on the embedded dataset or not.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { editionType } from '#lib/editions/stored.ts'
import { readEnv, type Env } from '#lib/env.ts'
import { documentsIn } from '#server/installation/backup.ts'
import { readCommandLine, runCommand } from '#server/installation/command.ts'
import { connectTo } from '#sanity/content/connection.ts'
import { refusedToken, requestSanity } from '#server/installation/hosted.ts'
import { OperatorError } from '#server/operator-error.ts'
import { writeAtomicallySync } from '#server/installation/atomic-write.ts'
import { backend, type Backend } from '#sanity/content/backend.ts'
import { outlineTypes } from '#sanity/studio/outline.ts'
import { beginsLikeArchive, isPreviewSecret, writeArchive } from '#sanity/seed/archive.ts'

interface Stored {
  _id: string
  _type: string
}

await runCommand(async () => {
  const { file } = readCommandLine('npm run export -- FILE')
  if (!file && wasAnnounced())
    throw new OperatorError(
      'Name the file to write: npm run export -- manual.ndjson. (npm begins the standard output with lines of its own; npm run export -s, ' +
        'without a name, writes the manual to it, and nothing else.)',
    )
  const replaced = file !== undefined && existsSync(file)
  if (replaced) refuseToReplaceOthers(file)
  const env = readEnv()
  const inUse = backend(env)
  const found = inUse.embedded ? await documentsIn(env.DATA_DIR) : await hostedDocuments(inUse, env)
  const isPart = ({ _type }: Stored) => outlineTypes.includes(_type) || _type === editionType
  const documents = found.filter(isPart)
  if (!documents.some(({ _type }) => _type === 'manual'))
    throw new OperatorError('There is no manual to export, so nothing was written.')
  sayWhatIsLeftOut(found.filter((document) => !isPart(document)))
  // Revisions have no meaning in another dataset.
  const text = writeArchive(documents.map(({ _rev, ...document }: Stored & { _rev?: string }) => document))
  if (!file) {
    process.stdout.write(text)
    return
  }
  writeAtomicallySync(resolve(file), text, { replace: true })
  console.info(
    `${documents.length} documents are in ${file}${replaced ? ', in the place of what was there before' : ''}.`,
  )
})

/** Allows an export to replace an earlier export only, and no other file. */
function refuseToReplaceOthers(file: string): void {
  if (!statSync(file).isFile())
    throw new OperatorError(
      `${file} is no file that could be replaced. Name a file to write; npm run export -s, without a name, writes to the standard output. Nothing was written.`,
    )
  const start = readFileSync(file).subarray(0, 4096)
  if (start.length > 0 && !beginsLikeArchive(start))
    throw new OperatorError(
      `${file} is there already, and is no export of a manual: it was left as it is. Name another file.`,
    )
}

async function hostedDocuments(inUse: Backend, env: Env): Promise<Stored[]> {
  const token = env.SANITY_API_READ_TOKEN
  if (!token)
    throw new OperatorError(
      'To export the manual with its drafts, set SANITY_API_READ_TOKEN to a token with the role Viewer. Nothing was written.',
    )
  // Documents under "_." are Sanity's own, for access control.
  const query = '*[!(_id in path("_.**"))] | order(_id)'
  const client = connectTo(inUse, { token, perspective: 'raw' })
  return requestSanity(inUse, client.fetch<Stored[]>(query), refusedToken('SANITY_API_READ_TOKEN', 'Viewer'))
}

/** Whether npm has already printed lines of its own to the standard output. */
function wasAnnounced(): boolean {
  return process.env.npm_lifecycle_event !== undefined && process.env.npm_config_loglevel !== 'silent'
}

/** Printed to the standard error, so that it does not get into an archive on the standard output. */
function sayWhatIsLeftOut(others: Stored[]) {
  const secrets = others.filter(isPreviewSecret)
  const rest = Map.groupBy(
    others.filter((document) => !secrets.includes(document)),
    ({ _type }) => _type,
  )
  if (rest.size === 0) return
  const kinds = [...rest].map(([type, { length }]) => `${type} (${length})`).join(', ')
  console.warn(`Not exported, since they are no part of a manual: ${kinds}.`)
}
