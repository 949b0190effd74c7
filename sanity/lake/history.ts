/**
 * Sanity HTTP API: history, as the Studio's history inspector and "restore" use it (with
 * `beta.eventsAPI.documents: false`). Divergences: effects are returned without `excludeContent`, and a
 * purged document (`purge.ts`) keeps only its latest revision.
 */

import { formatMicros, type Micros } from './clock.ts'
import { omit, type StoredDocument } from './documents.ts'
import { httpError } from './errors.ts'
import { answer, type Call, type Route, route } from './router.ts'
import type { LoggedTransaction, Store } from './store.ts'
import type { Change } from './transaction.ts'

export function historyRoutes(store: Store): Route[] {
  const idsOf = ({ params }: Call) => (params.ids ?? '').split(',')
  return [
    answer('GET /data/history/:dataset/documents/:ids', (call) => {
      return { documents: documentsAsOf(store, idsOf(call), call.url.searchParams) }
    }),
    route('GET /data/history/:dataset/transactions/:ids', 'read', (call) => {
      const found = transactionsOf(store, idsOf(call), call.url.searchParams)
      const lines = found.map((line) => `${JSON.stringify(line)}\n`)
      return new Response(lines.join(''), { headers: { 'content-type': 'application/x-ndjson' } })
    }),
  ]
}

/**
 * Mendoza patches that replace the whole document: the opcodes `[0, value]`. Every consumer accepts them; a
 * finer encoding would only let the Changes panel attribute parts of a field to different authors. Without
 * `_rev`, since consumers apply effects to documents without it.
 */
export function effects({ before, after }: Pick<Change, 'before' | 'after'>): {
  apply: unknown[]
  revert: unknown[]
} {
  const replaceWith = (document: StoredDocument | null) => [0, document && omit(document, '_rev')]
  return { apply: replaceWith(after), revert: replaceWith(before) }
}

interface RevisionRow {
  seq: number
  id: string
  timestamp: Micros
  author: string
  documentId: string
  before: string | null
  after: string | null
  mutations: string
}

/**
 * @param wanted the table `revisions`, or a subset of it.
 */
const revisions = (wanted: string) =>
  `SELECT t.seq, t.id, t.timestamp, t.author, w.document_id AS documentId, w.content AS after, w.mutations,
     (SELECT p.content FROM revisions p WHERE p.document_id = w.document_id AND p.seq < w.seq
      ORDER BY p.seq DESC LIMIT 1) AS before
   FROM ${wanted} w JOIN transactions t ON t.seq = w.seq`

export function newestTransaction(store: Store): string | undefined {
  const [row] = store.all('SELECT id FROM transactions WHERE seq = ?', store.lastSeq)
  return row && String(row.id)
}

/**
 * The transactions after a given one, oldest first; `undefined` if that one is unknown or more than `limit`
 * followed.
 */
export function transactionsAfter(store: Store, id: string, limit: number): LoggedTransaction[] | undefined {
  const seq = seqOf(store, id)
  if (seq === undefined || store.lastSeq - seq > limit) return undefined
  const sql = `${revisions('revisions')} WHERE w.seq > ? ORDER BY w.seq, w.document_id`
  return byTransaction(store.all(sql, seq)).map((rows) => {
    const { seq, id, timestamp, author } = rows[0]!
    return { seq, id, timestamp, author, changes: rows.map(changeOf) }
  })
}

/** Each document as it was after a transaction or, with `lastRevision`, at its last revision. */
function documentsAsOf(store: Store, ids: string[], search: URLSearchParams): StoredDocument[] {
  const last = search.get('lastRevision') === 'true'
  const revision = search.get('revision')
  if (!last && !revision) throw httpError(400, 'Expected revision or lastRevision=true')
  const seq = last ? store.lastSeq : seqOf(store, revision)
  const sql = `SELECT content FROM revisions WHERE document_id = ? AND seq <= ?
    ${last ? 'AND content IS NOT NULL' : ''} ORDER BY seq DESC LIMIT 1`
  return ids.flatMap((id) => {
    const [row] = seq === undefined ? [] : store.all(sql, id, seq)
    return parse((row?.['content'] ?? null) as string | null) ?? []
  })
}

function seqOf(store: Store, id: string | null): number | undefined {
  const [row] = id ? store.all('SELECT seq FROM transactions WHERE id = ?', id) : []
  return row ? Number(row.seq) : undefined
}

function transactionsOf(store: Store, ids: string[], search: URLSearchParams): object[] {
  const rows = store.all(
    // Both ends are inclusive: the Studio drops the entry from which it pages.
    `WITH wanted AS (
       SELECT * FROM revisions WHERE document_id IN (SELECT value FROM json_each(?1)) AND seq BETWEEN ?2 AND ?3
     )
     ${revisions('wanted')}
     WHERE w.seq IN (SELECT DISTINCT seq FROM wanted ORDER BY seq * ?4 LIMIT ?5)
     ORDER BY w.seq * ?4, w.document_id`,
    JSON.stringify(ids),
    seqOf(store, search.get('fromTransaction')) ?? 0,
    seqOf(store, search.get('toTransaction')) ?? store.lastSeq,
    search.get('reverse') === 'true' ? -1 : 1,
    limitOf(search.get('limit')),
  )
  return byTransaction(rows).map((group) => describe(group, search))
}

/** SQLite reads -1 as no limit. */
function limitOf(limit: string | null): number {
  if (limit === null) return -1
  if (/^[1-9]\d{0,8}$/.test(limit)) return Number(limit)
  throw httpError(400, `The limit must be a whole number of transactions, not "${limit}"`)
}

const byTransaction = (rows: Record<string, unknown>[]) => [
  ...Map.groupBy(rows as unknown as RevisionRow[], ({ id }) => id).values(),
]

function describe(rows: RevisionRow[], search: URLSearchParams): object {
  const { id, timestamp, author } = rows[0]!
  const changes = rows.map(changeOf)
  const mutations = changes.flatMap((change) => change.mutations)
  const patches = changes.map((change) => [change.id, effects(change)])
  return {
    id,
    timestamp: formatMicros(timestamp),
    author,
    documentIDs: changes.map((change) => change.id),
    ...(search.get('excludeMutations') !== 'true' && { mutations }),
    ...(search.get('effectFormat') === 'mendoza' && { effects: Object.fromEntries(patches) }),
  }
}

const changeOf = ({ documentId, before, after, mutations }: RevisionRow): Change => ({
  id: documentId,
  before: parse(before),
  after: parse(after),
  mutations: JSON.parse(mutations) as Change['mutations'],
})

const parse = (content: string | null): StoredDocument | null =>
  content === null ? null : (JSON.parse(content) as StoredDocument)
