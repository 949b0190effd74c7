// Sanity HTTP API: history. What the Studio's history inspector and "restore" read (with `beta.eventsAPI.documents: false`).
// Divergence: nothing is ever purged, and `excludeContent` is not needed to get effects.
import { formatMicros, parseMicros } from './clock.ts'
import { omit, type StoredDocument } from './documents.ts'
import { httpError } from './errors.ts'
import { answer, type Call, type Route, route } from './router.ts'
import { type LoggedTransaction, type Store } from './store.ts'
import { type Change } from './transaction.ts'

export function historyRoutes(store: Store): Route[] {
  const idsOf = ({ params }: Call) => (params['ids'] ?? '').split(',')
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
 * Mendoza patches that replace the whole document: `[0, value]` in its opcodes. Valid for every consumer; a finer encoding
 * would only let the Changes panel attribute parts of a field to different authors. `_rev` is left out because consumers
 * apply effects to documents without it.
 */
export function effects({ before, after }: Pick<Change, 'before' | 'after'>): {
  apply: unknown[]
  revert: unknown[]
} {
  const replaceWith = (document: StoredDocument | null) => [0, document && omit(document, '_rev')]
  return { apply: replaceWith(after), revert: replaceWith(before) }
}

function documentsAsOf(store: Store, ids: string[], search: URLSearchParams): StoredDocument[] {
  if (search.get('lastRevision') === 'true') {
    return ids.flatMap((id) => store.lastRevision(id) ?? [])
  }
  const seq = seqOf(store, search)
  return seq === null ? [] : ids.flatMap((id) => store.documentAt(id, seq) ?? [])
}

function seqOf(store: Store, search: URLSearchParams): number | null {
  const revision = search.get('revision')
  const time = parseMicros(search.get('time') ?? '')
  if (revision) return seqOfTransaction(store, revision)
  if (time === null) throw httpError(400, 'Expected one of revision, time and lastRevision=true')
  const row = store.all('SELECT max(seq) AS seq FROM transactions WHERE timestamp <= ?', time)[0]
  return Number(row?.['seq'] ?? 0)
}

function seqOfTransaction(store: Store, id: string): number | null {
  const row = store.all('SELECT seq FROM transactions WHERE id = ?', id)[0]
  return row ? Number(row['seq']) : null
}

function transactionsOf(store: Store, ids: string[], search: URLSearchParams): object[] {
  const named = (name: string) => (search.get(name) ? seqOfTransaction(store, search.get(name) ?? '') : null)
  const time = (name: string) => parseMicros(search.get(name) ?? '')
  const authors = search.get('authors')
  const seqs = store.all(
    // Both ends are inclusive: the Studio drops the entry that it pages from by itself.
    `SELECT DISTINCT r.seq FROM revisions r JOIN transactions t ON t.seq = r.seq
     WHERE r.document_id IN (SELECT value FROM json_each(?1))
       AND r.seq BETWEEN ?2 AND ?3 AND t.timestamp BETWEEN ?4 AND ?5
       AND (?6 IS NULL OR t.author IN (SELECT value FROM json_each(?6)))
     ORDER BY r.seq * ?7 LIMIT ?8`,
    JSON.stringify(ids),
    named('fromTransaction') ?? 0,
    named('toTransaction') ?? Number.MAX_SAFE_INTEGER,
    time('fromTime') ?? 0,
    time('toTime') ?? Number.MAX_SAFE_INTEGER,
    authors && JSON.stringify(authors.split(',')),
    search.get('reverse') === 'true' ? -1 : 1,
    Number(search.get('limit')) || -1,
  )
  const order = seqs.map((row) => Number(row['seq']))
  const where =
    'r.seq IN (SELECT value FROM json_each(?)) AND r.document_id IN (SELECT value FROM json_each(?))'
  const found = store.transactions(where, JSON.stringify(order), JSON.stringify(ids))
  found.sort((a, b) => order.indexOf(a.seq) - order.indexOf(b.seq))
  return found.map((transaction) => describe(transaction, search))
}

function describe({ id, timestamp, author, changes }: LoggedTransaction, search: URLSearchParams): object {
  return {
    id,
    timestamp: formatMicros(timestamp),
    author,
    documentIDs: changes.map((change) => change.id),
    ...(search.get('excludeMutations') !== 'true' && {
      mutations: changes.flatMap(({ mutations }) => mutations),
    }),
    ...(search.get('effectFormat') === 'mendoza' && {
      effects: Object.fromEntries(changes.map((change) => [change.id, effects(change)])),
    }),
  }
}
