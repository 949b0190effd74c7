/**
 * Archives of a manual: NDJSON, one document per line, as `npm run export` writes them. The last line
 * contains the number of documents, so that a truncated archive is recognised; the first line announces it.
 * Archives of the first version, and those of `sanity dataset export`, have neither line.
 */
import { z } from 'zod'
import type { SeedDocument } from './index.ts'

interface Archive {
  documents: SeedDocument[]
  /**
   * Preview secrets in the archive. They are not imported: whoever knows the address of an old preview could
   * open drafts here.
   */
  secrets: SeedDocument[]
}

/** An archive is invalid. The message names the file and the line, and says what to do. */
export class ArchiveError extends Error {
  override name = 'ArchiveError'
}

/** The types of documents that grant access to previews, as in @sanity/preview-url-secret. */
const secretTypes = [
  'sanity.previewUrlSecret',
  'sanity.previewUrlShareAccess',
  'sanity.vercelProtectionBypass',
]

/** Whether a document grants access to a preview. */
export const isPreviewSecret = ({ _id, _type }: { _id: string; _type: string }): boolean =>
  secretTypes.includes(_type) || /^(drafts\.)?sanity-preview-url-secret\./.test(_id)

/** Writes an archive of these documents. */
export function writeArchive(documents: readonly object[]): string {
  const lines = [{ archive: 1 }, ...documents, { complete: true, documents: documents.length }]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

const seedDocument = z.looseObject({
  _id: z.string().regex(/^[a-zA-Z0-9_](?!.*(\.\.|\.-))[a-zA-Z0-9_.-]{0,127}(?<!\.)$/),
  _type: z.string().min(1),
})
const firstLine = z.strictObject({ archive: z.literal(1) })
const lastLine = z.strictObject({ complete: z.literal(true), documents: z.int() })

interface Line {
  number: number
  value: unknown
}

/**
 * Reads an archive completely, or throws.
 *
 * @param name the name of the file, for messages.
 * @throws {ArchiveError} naming the first invalid line, or why the archive is incomplete.
 */
export function readArchive(bytes: Uint8Array, name: string): Archive {
  const lines = linesOf(textOf(bytes, name), name)
  const first = firstLine.safeParse(lines[0]?.value)
  const last = lastLine.safeParse(lines.at(-1)?.value)
  if (first.success && !last.success)
    throw new ArchiveError(`${name} ends before its last line: a part of it is missing. Nothing was changed.`)
  const found = lines.slice(first.success ? 1 : 0, last.success ? -1 : undefined)
  const byId = new Map<string, { number: number; document: SeedDocument }>()
  for (const { number, value } of found) {
    const parsed = seedDocument.safeParse(value)
    if (!parsed.success)
      throw wrong(name, number, 'is not a document: it needs an _id and a _type as Sanity allows them')
    const { _rev, ...document } = parsed.data // revisions have no meaning in another dataset
    const earlier = byId.get(document._id)
    if (earlier)
      throw wrong(name, number, `has the _id "${document._id}" again, which line ${earlier.number} has`)
    byId.set(document._id, { number, document })
  }
  if (last.success && last.data.documents !== found.length) {
    const text = `says that there are ${last.data.documents} documents, but there are ${found.length}: a part of the archive is missing`
    throw wrong(name, lines.at(-1)!.number, text)
  }
  if (found.length === 0) throw new ArchiveError(`${name} is empty: there is no document in it.`)
  const all = [...byId.values()]
  const kept = all.filter(({ document }) => !isPreviewSecret(document))
  if (!kept.some(({ document: { _id, _type } }) => _type === 'manual' && /^(drafts\.)?manual$/.test(_id)))
    throw new ArchiveError(
      `${name} has no manual in it: a document with the _id and the _type "manual". Either it is the archive of something else, or a part of it is missing.`,
    )
  const ids = new Set(kept.map(({ document }) => document._id))
  for (const { number, document } of kept) checkReferences(name, number, document, ids, last.success)
  return {
    documents: kept.map(({ document }) => document),
    secrets: all.map(({ document }) => document).filter(isPreviewSecret),
  }
}

function checkReferences(
  name: string,
  number: number,
  document: SeedDocument,
  ids: Set<string>,
  isWhole: boolean,
) {
  if (/^sanity\.(image|file)Asset$/.test(document._type))
    throw wrong(
      name,
      number,
      `is a picture or a file ("${document._id}"), and an archive of documents does not carry those. ${withoutIt}`,
    )
  for (const { _sanityAsset: file, _ref: target, _weak, _dataset } of recordsIn(document)) {
    if (typeof file === 'string')
      throw wrong(name, number, `needs the file ${file}, which seed cannot bring along. ${withoutIt}`)
    if (typeof target !== 'string' || _dataset !== undefined || ids.has(target)) continue
    if (_weak === true && (isWhole || ids.has(`drafts.${target}`))) continue
    const hint =
      _weak === true
        ? ` If that is all there ever was, say so in a last line: {"complete":true,"documents":<how many>}`
        : /^(image|file)-/.test(target)
          ? ` It is a picture or a file, and an archive of documents does not carry those. ${withoutIt}`
          : ''
    throw wrong(
      name,
      number,
      `refers to "${target}", which is not in the archive: a part of it is missing.${hint}`,
    )
  }
}

const withoutIt = 'Take it out together with what refers to it, and seed again.'

function* recordsIn(node: unknown): Generator<Record<string, unknown>> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) yield node as Record<string, unknown>
  for (const child of Object.values(node)) yield* recordsIn(child)
}

function linesOf(text: string, name: string): Line[] {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line, number: at + 1 }))
  const written = lines.filter(({ line }) => line.trim() !== '')
  return written.map(({ line, number }, at) => {
    if (isTooDeep(line)) throw wrong(name, number, 'is nested too deeply: Sanity takes no such document')
    try {
      return { number, value: JSON.parse(line) as unknown }
    } catch {
      const isLast = at === written.length - 1 && at > 0
      const hint = isLast
        ? ': the archive seems to be cut off there'
        : ': an archive has one document per line'
      throw wrong(name, number, `is not JSON${hint}`)
    }
  })
}

/** Far more than Sanity allows in a document, and far less than recursive functions can handle. */
const mostLevels = 500

/**
 * Whether arrays and objects are nested more deeply than in any document. Brackets in strings do not count.
 */
function isTooDeep(line: string): boolean {
  let [depth, isText] = [0, false]
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at]
    if (isText && sign === '\\') at += 1
    else if (sign === '"') isText = !isText
    else if (!isText && (sign === '{' || sign === '[') && (depth += 1) > mostLevels) return true
    else if (!isText && (sign === '}' || sign === ']')) depth -= 1
  }
  return false
}

const wrong = (name: string, number: number, text: string) =>
  new ArchiveError(`${name}, line ${number} ${text}${/[.}>]$/.test(text) ? '' : '.'} Nothing was changed.`)

/** Other formats that are easily taken for an archive, by their first bytes. */
const otherFormats: { starts: string; at?: number; isPacked?: true; advice: string }[] = [
  {
    starts: '\x1f\x8b',
    isPacked: true,
    advice:
      'is compressed, as "sanity dataset export" leaves it. Unpack it (tar -xzf, or gunzip), and seed the .ndjson file that is in it.',
  },
  {
    starts: 'PK\x03\x04',
    isPacked: true,
    advice: 'is a zip file. Unpack it, and seed the .ndjson file that is in it.',
  },
  {
    starts: 'ustar',
    at: 257,
    isPacked: true,
    advice: 'is a tar file. Unpack it (tar -xf), and seed the .ndjson file that is in it.',
  },
  { starts: 'SQLite format 3\0', advice: 'is a backup, not an archive. Restore it: npm run restore -- FILE' },
  { starts: '\xff\xfe', advice: 'is in UTF-16. Save it in UTF-8, and seed it then.' },
  { starts: '\xfe\xff', advice: 'is in UTF-16. Save it in UTF-8, and seed it then.' },
]

const formatOf = (bytes: Uint8Array) => {
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1')
  return otherFormats.find(({ starts, at = 0 }) => head.startsWith(starts, at))
}

/** Whether a file with this beginning is compressed or packed: gzip, zip or tar. */
export const isPacked = (start: Uint8Array): boolean => formatOf(start)?.isPacked ?? false

/** Whether a file with this beginning looks like an archive, of this version or another. */
export const beginsLikeArchive = (start: Uint8Array): boolean =>
  /^\s*\{[^]*"(archive|_id|_type|_createdAt|_updatedAt|_rev)"/.test(new TextDecoder().decode(start))

/**
 * The text of an archive, without a byte order mark.
 *
 * @throws {ArchiveError} for another format or encoding.
 */
function textOf(bytes: Uint8Array, name: string): string {
  const other = formatOf(bytes)
  if (other) throw new ArchiveError(`${name} ${other.advice.replace('FILE', name)}`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ArchiveError(`${name} is not in UTF-8. Save it in UTF-8, and seed it then.`)
  }
}
