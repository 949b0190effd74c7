/** Sanity HTTP API: listeners, and live content events, which tell a site to repeat its queries. */

import { formatMicros } from './clock.ts'
import { isPublishedId } from './documents.ts'
import type { Commit, Engine } from './engine.ts'
import { LakeError } from './errors.ts'
import type { EventSink, EventStreams, ServerEvent } from './event-stream.ts'
import { effects, newestTransaction, transactionsAfter } from './history.ts'
import {
  documentFilter,
  type DocumentFilter,
  isBeforePerspectives,
  parseQuery,
  queryParams,
  syncTags,
} from './query.ts'
import { type Call, type Route, route } from './router.ts'
import type { Change } from './transaction.ts'

/** A listener that missed more transactions than this must load its documents again. */
const maxResumed = 500

type Start = (engine: Engine, call: Call, sink: EventSink) => () => void

export function listenRoutes(engine: Engine, streams: EventStreams): Route[] {
  const stream = (start: Start) => (call: Call) =>
    streams.respond(call.request.signal, (sink) => start(engine, call, sink))
  return [
    route('GET /data/listen/:dataset', 'read', stream(listen)),
    route('GET /data/live/events/:dataset', 'read', stream(live)),
  ]
}

/**
 * A listener that reconnects with `enableResume` gets the events it missed, even from before a restart. The
 * Studio needs this: when it must load a document again, it discards what was typed in the meantime. Any
 * other listener gets a plain `welcome`. Divergence: if a filter follows references, missed events are
 * matched against the referenced documents as they are now.
 */
function listen(engine: Engine, call: Call, sink: EventSink): () => void {
  const search = call.url.searchParams
  const everyVersion = search.get('includeAllVersions') === 'true' || isBeforePerspectives(call.apiVersion)
  let selects: DocumentFilter
  try {
    selects = documentFilter(parseQuery(search.get('query') ?? '', queryParams(search)))
  } catch (error) {
    return refuse(sink, error)
  }

  // Matching is asynchronous, so commits are queued to keep their order.
  let turn = Promise.resolve()
  const emit = async ({ transaction, before, after }: Commit): Promise<void> => {
    const context = engine.context(call.user)
    const events: { change: Change; transition: string }[] = []
    for (const change of transaction.changes) {
      if (!everyVersion && !isPublishedId(change.id)) continue
      const was = await selects(change.before, before, context)
      const is = await selects(change.after, after, context)
      if (was || is) events.push({ change, transition: was && is ? 'update' : is ? 'appear' : 'disappear' })
    }
    const sent = events.map(({ change, transition }, index): ServerEvent => {
      const { id, before: previous, after: result, mutations } = change
      const data = {
        eventId: `${transaction.id}#${id}`,
        documentId: id,
        transactionId: transaction.id,
        transition,
        identity: transaction.author,
        ...(search.get('includeMutations') !== 'false' && { mutations }),
        // Absent for a new document: the Studio compares it by `===` with the revision that it has.
        ...(previous && { previousRev: previous._rev }),
        resultRev: transaction.id,
        timestamp: formatMicros(transaction.timestamp),
        visibility: 'query',
        // Counted per listener, which waits for this number of events before it applies the transaction.
        transactionTotalEvents: events.length,
        transactionCurrentEvent: index,
        ...(search.get('includeResult') === 'true' && result && { result }),
        ...(search.get('includePreviousRevision') === 'true' && { previous }),
        ...(search.get('effectFormat') === 'mendoza' && { effects: effects(change) }),
      }
      return { event: 'mutation', id: transaction.id, data }
    })
    if (sent.length > 0) sink.send(...sent)
  }
  const enqueue = (commit: Commit) => {
    turn = turn.then(() => emit(commit)).catch((error: unknown) => void refuse(sink, error))
  }
  const { store } = engine
  const seen = search.get('enableResume') === 'true' ? call.request.headers.get('last-event-id') : null
  const missed = seen === null ? undefined : transactionsAfter(store, seen, maxResumed)
  const detach = engine.onCommit(enqueue)
  // After subscribing, so that no event is missed between `welcome` and the documents that the client then
  // loads.
  const position = missed ? undefined : newestTransaction(store)
  sink.send({
    event: missed ? 'welcomeback' : 'welcome',
    ...(position !== undefined && { id: position }),
    data: { listenerName: engine.options.newId() },
  })
  const now = store.dataset
  for (const transaction of missed ?? []) enqueue({ transaction, before: now, after: now })
  return detach
}

/**
 * Reports the error as an event with status 200: after an HTTP error, the client would reconnect for ever.
 */
function refuse(sink: EventSink, error: unknown): () => void {
  const body = error instanceof LakeError ? error.body : { error: { description: 'The listener failed' } }
  sink.send({ event: 'channelError', data: body })
  queueMicrotask(() => sink.close())
  return () => {}
}

/** Live events do not resume: a stream that reconnects after a change gets `restart`. */
function live(engine: Engine, call: Call, sink: EventSink): () => void {
  const includeDrafts = call.url.searchParams.get('includeDrafts') === 'true'
  const position = String(engine.store.lastSeq)
  const seen = call.request.headers.get('last-event-id')
  sink.send({ event: 'welcome', id: position, data: {} })
  if (seen !== null && seen !== position) sink.send({ event: 'restart', id: position, data: {} })
  return engine.onCommit(({ transaction: { seq, changes } }) => {
    const visible = includeDrafts ? changes : changes.filter(({ id }) => isPublishedId(id))
    if (visible.length === 0) return
    sink.send({ event: 'message', id: String(seq), data: { tags: syncTags } })
  })
}
