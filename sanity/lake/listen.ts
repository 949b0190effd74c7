// Sanity HTTP API: listening, and the live content events that tell a site which queries to run again.
import { formatMicros } from './clock.ts'
import { isPublishedId } from './documents.ts'
import { type Commit, type Engine } from './engine.ts'
import { LakeError, queryError } from './errors.ts'
import { type EventSink, type EventStreams } from './event-stream.ts'
import { effects } from './history.ts'
import { filtersOf, isBeforePerspectives, matches, parseQuery, queryParams } from './query.ts'
import { type Call, type Route, route } from './router.ts'
import { changeTags } from './sync-tags.ts'
import { type Change } from './transaction.ts'

/** A live stream that missed more than this starts over instead of catching up. */
const MAX_REPLAY = 500

type Start = (engine: Engine, call: Call, sink: EventSink) => () => void

export function listenRoutes(engine: Engine, streams: EventStreams): Route[] {
  const stream = (start: Start) => (call: Call) =>
    streams.respond(call.request.signal, (sink) => start(engine, call, sink))
  return [
    route('GET /data/listen/:dataset', 'read', stream(listen)),
    route('GET /data/live/events/:dataset', 'read', stream(live)),
  ]
}

/** Without resumption: a reconnecting listener gets a plain `welcome` and fetches what it shows again. */
function listen(engine: Engine, call: Call, sink: EventSink): () => void {
  const search = call.url.searchParams
  const query = search.get('query') ?? ''
  const params = queryParams(search)
  const everyVersion = search.get('includeAllVersions') === 'true' || isBeforePerspectives(call.apiVersion)
  let filters
  try {
    filters = filtersOf(parseQuery(query, params))
    if (!filters) throw queryError(query, 'Only queries that select documents can be listened to')
  } catch (error) {
    return refuse(sink, error)
  }
  const wanted = filters

  // Matching is asynchronous, so commits wait for each other here to leave in their order.
  let turn = Promise.resolve()
  const emit = async ({ transaction, before, after }: Commit): Promise<void> => {
    const context = engine.context(call.user.id)
    const events: { change: Change; transition: string }[] = []
    for (const change of transaction.changes) {
      if (!everyVersion && !isPublishedId(change.id)) continue
      const was = await matches(wanted, change.before, before, params, context)
      const is = await matches(wanted, change.after, after, params, context)
      if (was || is) events.push({ change, transition: was && is ? 'update' : is ? 'appear' : 'disappear' })
    }
    for (const [index, { change, transition }] of events.entries()) {
      const { id, before: previous, after: result, mutations } = change
      const eventId = `${transaction.id}#${id}`
      const data = {
        eventId,
        documentId: id,
        transactionId: transaction.id,
        transition,
        identity: transaction.author,
        ...(search.get('includeMutations') !== 'false' && { mutations }),
        // Omitted for a new document: the Studio compares it strictly with what it has.
        ...(previous && { previousRev: previous._rev }),
        resultRev: transaction.id,
        timestamp: formatMicros(transaction.timestamp),
        visibility: 'query',
        // Counted per listener: it holds a transaction back until it has seen this many.
        transactionTotalEvents: events.length,
        transactionCurrentEvent: index,
        ...(search.get('includeResult') === 'true' && result && { result }),
        ...(search.get('includePreviousRevision') === 'true' && { previous }),
        ...(search.get('effectFormat') === 'mendoza' && { effects: effects(change) }),
      }
      sink.send({ event: 'mutation', id: eventId, data })
    }
  }
  const detach = engine.onCommit((commit) => {
    turn = turn.then(() => emit(commit)).catch((error: unknown) => void refuse(sink, error))
  })
  // Only after the subscription: what the client loads on `welcome` then continues in events without a gap.
  sink.send({
    event: 'welcome',
    id: String(engine.store.lastSeq),
    data: { listenerName: engine.options.newId() },
  })
  return detach
}

/** In-band and with status 200: an HTTP error would make the client reconnect for ever. */
function refuse(sink: EventSink, error: unknown): () => void {
  const body = error instanceof LakeError ? error.body : { error: { description: 'The listener failed' } }
  sink.send({ event: 'channelError', data: body })
  queueMicrotask(() => sink.close())
  return () => {}
}

function live(engine: Engine, call: Call, sink: EventSink): () => void {
  const includeDrafts = call.url.searchParams.get('includeDrafts') === 'true'
  const send = (seq: number, changes: readonly Change[]) => {
    const visible = includeDrafts ? changes : changes.filter(({ id }) => isPublishedId(id))
    if (visible.length > 0)
      sink.send({ event: 'message', id: String(seq), data: { tags: changeTags(visible) } })
  }
  const detach = engine.onCommit(({ transaction }) => send(transaction.seq, transaction.changes))
  const { lastSeq } = engine.store
  const seen = call.request.headers.get('last-event-id')
  const position = seen === null ? lastSeq : Number(seen)
  const resumable = Number.isInteger(position) && position <= lastSeq && position >= lastSeq - MAX_REPLAY
  sink.send({ event: 'welcome', id: String(resumable ? position : lastSeq), data: {} })
  if (!resumable) sink.send({ event: 'restart', id: String(lastSeq), data: {} })
  else if (position < lastSeq) {
    for (const { seq, changes } of engine.store.transactions('r.seq > ?', position)) send(seq, changes)
  }
  return detach
}
