/** Sanity HTTP API: query, doc, mutate, actions and references. */

import { z } from 'zod'
import { actions, applyAction, purgedBy } from './actions.ts'
import { readBody } from './body.ts'
import { isRecord } from './documents.ts'
import type { Engine } from './engine.ts'
import { invalid, ItemError, transactionError } from './errors.ts'
import { applyMutation, mutations, type Select } from './mutations.ts'
import {
  evaluateQuery,
  parsePerspective,
  parseQuery,
  type Query,
  queryParams,
  syncTags,
  viewDataset,
} from './query.ts'
import { answer, type Call, type Route, route } from './router.ts'
import { sorted } from './store.ts'
import { eachItem } from './transaction.ts'

/** Clients send a query as a POST body when it is too long for a URL. */
const queryBody = z.object({ query: z.string(), params: z.record(z.string(), z.unknown()).default({}) })

const noSourceMap = 'This embedded Content Lake makes no source maps: resultSourceMap was ignored'

export function dataRoutes(engine: Engine): Route[] {
  return [
    answer('GET /data/query/:dataset', (call) => {
      const { searchParams } = call.url
      return runQuery(engine, call, parseQuery(searchParams.get('query') ?? '', queryParams(searchParams)))
    }),
    route('POST /data/query/:dataset', 'read', async (call) => {
      const { query, params } = await readBody(queryBody, call.request)
      return Response.json(await runQuery(engine, call, parseQuery(query, params)))
    }),
    answer('GET /data/doc/:dataset/:ids', (call) => documents(engine, call)),
    route('POST /data/mutate/:dataset', 'write', (call) => {
      return mutate(engine, call).catch(describeFailureOf('mutation'))
    }),
    route('POST /data/actions/:dataset', 'write', (call) => {
      return act(engine, call).catch(describeFailureOf('action'))
    }),
    // The Studio asks this before a deletion, about references from other datasets. A lake has only one.
    answer('GET /data/references/:dataset/documents/:id/to', () => ({ totalCount: 0, references: [] })),
  ]
}

async function runQuery(engine: Engine, { url, apiVersion, user }: Call, query: Query): Promise<object> {
  const started = performance.now()
  const perspective = parsePerspective(url.searchParams.get('perspective'), apiVersion)
  const visible = viewDataset(engine.store.dataset, perspective)
  const result = await evaluateQuery(query, visible, engine.context(user))
  return {
    ...(url.searchParams.get('returnQuery') !== 'false' && { query: query.text }),
    ...(!['false', null].includes(url.searchParams.get('resultSourceMap')) && { warnings: [noSourceMap] }),
    result,
    syncTags,
    ms: Math.round(performance.now() - started),
  }
}

function documents({ store }: Engine, { params, url }: Call): object {
  const ids = (params.ids ?? '').split(',')
  const { byId } = store.dataset
  const found = ids.flatMap((id) => byId.get(id) ?? [])
  const omitted = ids.filter((id) => !byId.has(id)).map((id) => ({ id, reason: 'existence' }))
  return { documents: url.searchParams.get('excludeContent') === 'true' ? [] : found, omitted }
}

async function mutate(engine: Engine, { request, url, user }: Call): Promise<Response> {
  const flag = (name: string) => url.searchParams.get(name) === 'true'
  const body = await readBody(mutations, request)
  const select: Select = async (query, params, transaction) => {
    const current = sorted(transaction.documents())
    const result = await evaluateQuery(parseQuery(query, params), current, engine.context(user))
    return [result].flat().map((item) => {
      if (isRecord(item) && typeof item['_id'] === 'string') return item['_id']
      throw invalid('The query must select documents: its result has items without an _id')
    })
  }
  const autoGenerateArrayKeys = flag('autoGenerateArrayKeys')
  const options = { select, newId: engine.options.newId, autoGenerateArrayKeys }
  const write = { id: body.transactionId, author: user.id, dryRun: flag('dryRun') }
  const { id: transactionId, value } = await engine.transact(write, (transaction) =>
    eachItem(body.mutations, (item) => applyMutation(transaction, item, options)),
  )
  const results = value.flat().map(({ document, ...result }) => {
    return { ...result, ...(flag('returnDocuments') && { document }) }
  })
  return Response.json({ transactionId, results })
}

async function act(engine: Engine, { request, user }: Call): Promise<Response> {
  const { actions: items, transactionId: id, dryRun } = await readBody(actions, request)
  const done = await engine.transact({ id, author: user.id, dryRun }, (transaction) =>
    eachItem(items, (item) => applyAction(transaction, item)),
  )
  const purged = new Set(dryRun ? [] : items.flatMap(purgedBy))
  if (purged.size > 0) engine.store.purge((id) => purged.has(id))
  return Response.json({ transactionId: done.id })
}

const describeFailureOf =
  (kind: 'mutation' | 'action') =>
  (error: unknown): never => {
    throw error instanceof ItemError ? transactionError(kind, error) : error
  }
