/**
 * `npm run editions` lists the editions of the record. `npm run editions -- verify` checks their numbers,
 * dates, hashes and texts, and exits with 1 if any is wrong. `npm run editions -- redact "a passage"` removes
 * a passage from every edition; `npm run editions -- forget` deletes the whole record. Both only show what
 * would be removed, unless `--yes` is given.
 */
import { parseArgs } from 'node:util'
import { editionId } from '#lib/editions/stored.ts'
import { manualOf, readText, hashOf } from '#lib/editions/text.ts'
import { readEnv } from '#lib/env.ts'
import { markdownOf } from '#lib/formats/index.ts'
import { oneLine, revisionOf, utcDay } from '#lib/manual/index.ts'
import { cleanText } from '#lib/manual/text.ts'
import { backend } from '#sanity/content/backend.ts'
import { runCommand } from '#server/installation/command.ts'
import { allDocuments, forget as forgetHere, redact as redactHere } from '#server/installation/editions.ts'
import {
  editionsAmong,
  passageAmong,
  PassageHeldError,
  type StoredDocument,
} from '#sanity/editions/redaction.ts'
import { OperatorError } from '#server/operator-error.ts'

const usage = 'Usage: npm run editions -- list, verify, redact "a passage", or forget'

await runCommand(async () => {
  const { values, positionals } = commandLine()
  const [action = 'list', passage, ...more] = positionals
  const env = readEnv()
  const inUse = backend(env)
  const documents = await allDocuments(inUse, env)
  const editions = editionsAmong(documents)
  const remains = inUse.embedded
    ? 'Backups that were made before still have it.'
    : 'Sanity keeps the history of documents for as long as your plan says, and backups still have it.'
  if (action === 'list') return list(editions)
  if (action === 'verify') return verify(editions)
  if (action === 'redact' && passage && more.length === 0) return redact(passage)
  if (action === 'forget' && passage === undefined) return forget()
  throw new OperatorError(usage)

  async function redact(passage: string) {
    const { holders, editions: found } = passageAmong(documents, passage)
    if (holders.length > 0) throw new OperatorError(new PassageHeldError(holders).message)
    if (found.length === 0 && !inUse.embedded)
      throw new OperatorError('No edition has this passage. Nothing was changed.')
    for (const { number, places } of found) console.info(`Edition ${number}: ${places.join(', ')}.`)
    if (found.length === 0)
      console.info('No edition has this passage. What was typed or published before may have it.')
    if (!values.yes)
      return console.info('Nothing was changed. To take it out there for good: the same again with --yes')
    const changed = await redactHere(inUse, env, passage)
    console.info(`It is taken out of ${changed.length} editions. ${remains}`)
  }

  async function forget() {
    if (editions.length === 0) throw new OperatorError('There is no record. Nothing was changed.')
    const days = editions.map(({ date }) => String(date).slice(0, 10))
    console.info(`The record has ${editions.length} editions, from ${days[0]} to ${days.at(-1)}.`)
    if (!values.yes)
      return console.info('Nothing was changed. To forget all of it for good: the same again with --yes')
    await forgetHere(inUse, env)
    console.info(
      `It is forgotten. ${remains} While the manual's record is not off, it begins again with edition 1.`,
    )
  }
})

function commandLine() {
  try {
    return parseArgs({ options: { yes: { type: 'boolean', default: false } }, allowPositionals: true })
  } catch (cause) {
    throw new OperatorError(`${(cause as Error).message.split('. ')[0]}.\n${usage}`, { cause })
  }
}

function list(editions: readonly StoredDocument[]) {
  for (const { number, date, reason, correction, redacted, withdrawn } of editions) {
    const marks = [correction && 'correction', redacted && 'redacted', withdrawn && 'withdrawn'].filter(
      Boolean,
    )
    const said = typeof reason === 'string' && oneLine(cleanText(reason))
    console.info([String(number), String(date).slice(0, 10), ...marks, said].filter(Boolean).join('  '))
  }
  if (editions.length === 0)
    console.info('There is no record yet. It begins in the Studio: Manual, Document, Record.')
}

function verify(editions: readonly StoredDocument[]) {
  const kept = editions.filter(({ withdrawn }) => !withdrawn)
  const problems = kept.flatMap((edition, at) => {
    const { _id, number, date, text, format, hash, uuid } = edition
    const before = kept[at - 1]
    const wrong = [
      number !== at + 1 && `is the ${at + 1}. in the record`,
      _id !== editionId(Number(number)) && `has the _id ${_id}`,
      wrongDate(edition),
      kept.findIndex((other) => other.uuid === uuid) !== at && 'has the uuid of another, or none',
      hash !== hashOf(String(text)) && 'has a text that is not the one of its hash',
      unreadable(text, format),
    ]
    if (before && Date.parse(String(date)) < Date.parse(String(before.date)))
      console.info(
        `Edition ${String(number)} is dated before edition ${String(before.number)}: a clock was set back.`,
      )
    return wrong.filter(Boolean).map((what) => `Edition ${String(number)} ${String(what)}.`)
  })
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
  else console.info(`${kept.length} editions are whole.`)
}

/** What is wrong with the times of an edition, if anything. */
function wrongDate(edition: StoredDocument): string | undefined {
  const times = ['opened', 'date', 'closesAt'].map(
    (name) => [name, Date.parse(String(edition[name]))] as const,
  )
  const missing = times.find(([, time]) => Number.isNaN(time))
  if (missing) return `has no time in "${missing[0]}"`
  const late = times.find(([, time], at) => time < (times[at - 1]?.[1] ?? time))
  return (
    late && `has a time in "${late[0]}" that is before the one in "${times[times.indexOf(late) - 1]?.[0]}"`
  )
}

/**
 * What is wrong with a text, if anything: it must parse, and give a manual that can be written as Markdown.
 */
function unreadable(text: unknown, format: unknown): string | undefined {
  try {
    const manual = manualOf(readText(String(text), Number(format)))
    markdownOf({ manual, revision: revisionOf(manual), siteUrl: 'https://example.org', today: utcDay() })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
