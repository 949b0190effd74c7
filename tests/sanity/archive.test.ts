import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ArchiveError, readArchive, writeArchive } from '#sanity/seed/archive.ts'
import { seedDocuments } from '#sanity/seed/index.ts'

const manual = { _id: 'manual', _type: 'manual', sections: [{ _key: 'a', _ref: 'now', _weak: true }] }
const now = { _id: 'now', _type: 'nowSection' }
const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
const read = (content: string | Uint8Array) => readArchive(Buffer.from(content), 'manual.ndjson')
const idsIn = (content: string | Uint8Array) => read(content).documents.map(({ _id }) => _id)

/** The message with which an archive is refused. */
function refusal(content: string | Uint8Array): string {
  try {
    read(content)
  } catch (error) {
    if (error instanceof ArchiveError) return error.message
    throw error
  }
  throw new Error('Expected the archive to be refused')
}

describe('an archive', () => {
  it('is read as it was written, without the revisions', () => {
    const dated = { ...now, _createdAt: '2020-01-01T00:00:00Z', _updatedAt: '2021-01-01T00:00:00Z' }
    const documents = [manual, dated]
    expect(read(writeArchive(documents)).documents).toEqual(documents)
    expect(read(writeArchive([manual, { ...dated, _rev: 'x' }])).documents).toEqual(documents)
  })

  it('that is cut off at the end of any line is refused', () => {
    const whole = writeArchive(seedDocuments())
    const ends = [...whole.matchAll(/\n/g)].map(({ index }) => index + 1)
    for (const end of ends.slice(0, -1)) expect(refusal(whole.slice(0, end))).toMatch(/is missing/)
    for (const end of ends) expect(refusal(whole.slice(0, end - 3))).toMatch(/cut off|not JSON/)
  })

  it('that lost a line in the middle is refused because of its last line', () => {
    const text = lines(manual, now, { complete: true, documents: 3 })
    expect(refusal(text)).toBe(
      'manual.ndjson, line 3 says that there are 3 documents, but there are 2: a part of the archive is missing. Nothing was changed.',
    )
  })

  it('of the first version has no last line, and is accepted if everything it refers to is in it', () => {
    expect(idsIn(lines({ ...now, _id: 'drafts.now' }, manual))).toEqual(['drafts.now', 'manual'])
    expect(idsIn(lines(...seedDocuments()))).toHaveLength(9)
    expect(refusal(lines(manual))).toMatch(
      /line 1 refers to "now", which is not in the archive.*"complete":true/,
    )
  })

  it('may contain weak references to deleted documents, if it is marked as complete', () => {
    expect(idsIn(writeArchive([manual]))).toEqual(['manual'])
  })

  it('may contain a draft that was never published', () => {
    expect(idsIn(writeArchive([{ ...manual, _id: 'drafts.manual' }]))).toEqual(['drafts.manual'])
  })

  it("may have Windows' line ends", () => {
    const text = writeArchive([manual, now])
    expect(idsIn(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual(['manual', 'now'])
  })

  it('is read without the secrets of previews', () => {
    const secrets = [
      { _id: 'drafts.5b', _type: 'sanity.previewUrlSecret', secret: 'known' },
      {
        _id: 'sanity-preview-url-secret.share-access',
        _type: 'sanity.previewUrlShareAccess',
        secret: 'known',
      },
      { _id: 'sanity-preview-url-secret.x', _type: 'any', secret: 'known' },
      { _id: 'bypass', _type: 'sanity.vercelProtectionBypass', secret: 'known' },
    ]
    const archive = read(lines(...secrets, manual, now))
    expect(archive.documents.map(({ _id }) => _id)).toEqual(['manual', 'now'])
    expect(archive.secrets).toEqual(secrets)
  })
})

describe("a problem in an archive is reported with the file's name and the line", () => {
  it.each([
    ['an empty file', '', /^manual\.ndjson is empty/],
    ['only its last line', lines({ complete: true, documents: 0 }), /is empty/],
    ['no manual', lines(now), /has no manual in it/],
    ['a manual with another id', lines({ ...manual, _id: 'other' }, now), /has no manual in it/],
    [
      'a duplicate id',
      lines(manual, now, { ...now, title: 'again' }),
      /line 3 has the _id "now" again, which line 2 has/,
    ],
    ['a line that is not JSON', `${lines(manual)}{oops\n${lines(now)}`, /line 2 is not JSON/],
    ['a line that is not a document', lines(manual, [now]), /line 2 is not a document/],
    ['a document without a type', lines(manual, { _id: 'now' }), /line 2 is not a document/],
    [
      'an id that Sanity does not allow',
      lines(manual, now, { ...now, _id: 'a b' }),
      /line 3 is not a document/,
    ],
    [
      'a last line before the end',
      lines(manual, { complete: true, documents: 1 }, now),
      /line 2 is not a document/,
    ],
    [
      'one document spread over lines',
      JSON.stringify(manual, null, 2),
      /line 1 is not JSON: .*one document per line/,
    ],
    [
      'a strong reference to a missing document',
      writeArchive([manual, { ...now, a: [{ _ref: 'x' }] }]),
      /line 3 refers to "x"/,
    ],
    [
      'a reference to a missing picture',
      lines(manual, now, { _id: 'p', _type: 'post', a: { asset: { _ref: 'image-abc-1x1-png' } } }),
      /line 3 refers to "image-abc-1x1-png".*picture/,
    ],
    [
      'a picture in a separate file',
      lines(manual, now, { _id: 'p', _type: 'post', a: { _sanityAsset: 'image@file://./images/a.png' } }),
      /line 3 needs the file image@file:/,
    ],
    [
      'the description of a picture',
      lines(manual, now, { _id: 'image-abc-1x1-png', _type: 'sanity.imageAsset' }),
      /line 3 is a picture or a file/,
    ],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x80]), /is not in UTF-8/],
    ['UTF-16', Buffer.from(`\ufeff${lines(manual)}`, 'utf16le'), /UTF-16.*UTF-8/],
    ["the archive of Sanity's own export", gzipSync(lines(manual)), /is compressed.*tar -xzf/],
    ['a zip file', Buffer.from('PK\x03\x04abc', 'latin1'), /zip file/],
    ['a tar file', Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar\0')]), /tar -xf/],
    ['a backup', Buffer.from('SQLite format 3\0'), /npm run restore/],
  ])('%s', (_, content, reason) => {
    expect(refusal(content)).toMatch(reason)
  })
})
