// Sanity HTTP API: query, doc, mutate, actions and references. Each handler reads its request and leaves the work to others.
import { applyActions, parseActions } from './actions.ts'
import { draftIdOf, isRecord, publishedIdOf } from './documents.ts'
import { type Engine } from './engine.ts'
import { HttpError, ItemError, LakeError, TransactionError } from './errors.ts'
import { applyMutations, parseMutations, type Select } from './mutations.ts'
import {
  evaluateQuery,
  type Params,
  parsePerspective,
  parseQuery,
  queryParams,
  viewDataset,
} from './query.ts'
import { type Call, type Route } from './router.ts'
import { type LoggedTransaction } from './store.ts'
import { queryTags } from './sync-tags.ts'
import { type Result } from './transaction.ts'

/** Waited for between a commit and its answer, so that whoever made the change next reads a site that knows of it. */
export type AfterCommit = (transaction: LoggedTransaction) => Promise<void>

export function dataRoutes(engine: Engine, afterCommit: AfterCommit): Route[] {
  const query = '/data/query/:dataset'
  return [
    {
      method: 'GET',
      path: query,
      access: 'read',
      handle: (call) => answerQuery(engine, call, fromUrl(call)),
    },
    {
      method: 'POST',
      path: query,
      access: 'read',
      handle: async (call) => answerQuery(engine, call, await fromBody(call)),
    },
    {
      method: 'GET',
      path: '/data/doc/:dataset/:ids',
      access: 'read',
      handle: (call) => documents(engine, call),
    },
    {
      method: 'POST',
      path: '/data/mutate/:dataset',
      access: 'write',
      forbidden: () => forbidden('mutation'),
      handle: (call) => mutate(engine, call, afterCommit),
    },
    {
      method: 'POST',
      path: '/data/actions/:dataset',
      access: 'write',
      forbidden: () => forbidden('action'),
      handle: (call) => act(engine, call, afterCommit),
    },
    {
      method: 'GET',
      path: '/data/references/:dataset/documents/:id/to',
      access: 'read',
      // Asked, with internal references excluded, before a deletion: of other datasets, which a lake does not have.
      handle: () => Response.json({ totalCount: 0, references: [] }),
    },
  ]
}

interface QueryRequest {
  query: string
  params: Params
}

function fromUrl({ url }: Call): QueryRequest {
  return { query: url.searchParams.get('query') ?? '', params: queryParams(url.searchParams) }
}

/** Clients send a query as a body when it is too long for a URL. */
async function fromBody({ request }: Call): Promise<QueryRequest> {
  const body = await readJson(request)
  if (!isRecord(body) || typeof body['query'] !== 'string') throw new HttpError(400, 'Expected {"query": …}')
  return { query: body['query'], params: isRecord(body['params']) ? body['params'] : {} }
}

async function answerQuery(engine: Engine, call: Call, { query, params }: QueryRequest): Promise<Response> {
  const started = performance.now()
  const search = call.url.searchParams
  const tree = parseQuery(query, params)
  const perspective = parsePerspective(search.get('perspective'), call.apiVersion)
  const visible = viewDataset(engine.store.dataset, perspective)
  const { result, dereferenced } = await evaluateQuery(
    query,
    tree,
    visible,
    params,
    engine.context(call.user.id),
  )
  return Response.json({
    ...(search.get('returnQuery') !== 'false' && { query }),
    result,
    syncTags: queryTags(tree, params, dereferenced),
    ms: Math.round(performance.now() - started),
  })
}

function documents(engine: Engine, { params, url }: Call): Response {
  const ids = (params['ids'] ?? '').split(',')
  const { byId } = engine.store.dataset
  const everyVersion = url.searchParams.get('includeAllVersions') === 'true'
  const wanted = everyVersion ? ids.map(publishedIdOf).flatMap((id) => [id, draftIdOf(id)]) : ids
  const found = [...new Set(wanted)].flatMap((id) => byId.get(id) ?? [])
  const omitted = ids.filter((id) => !byId.has(id)).map((id) => ({ id, reason: 'existence' }))
  return Response.json({ documents: url.searchParams.get('excludeContent') === 'true' ? [] : found, omitted })
}

async function mutate(
  engine: Engine,
  { request, url, user }: Call,
  afterCommit: AfterCommit,
): Promise<Response> {
  const flag = (name: string) => url.searchParams.get(name) === 'true'
  const { mutations, transactionId } = parseMutations(await readJson(request))
  const select: Select = async (query, params, transaction) => {
    const sorted = transaction.documents().toSorted((a, b) => (a._id < b._id ? -1 : 1))
    const current = { byId: new Map(sorted.map((document) => [document._id, document])), sorted }
    const tree = parseQuery(query, params)
    const { result } = await evaluateQuery(query, tree, current, params, engine.context(user.id))
    return (Array.isArray(result) ? result : [result]).flatMap((item) =>
      isRecord(item) ? String(item['_id']) : [],
    )
  }
  const options = {
    select,
    newId: engine.options.newId,
    autoGenerateArrayKeys: flag('autoGenerateArrayKeys'),
  }
  const write = { id: transactionId, author: user.id, dryRun: flag('dryRun') }
  const { id, value, committed } = await asTransaction('mutation', () =>
    engine.transact(write, (transaction) => applyMutations(transaction, mutations, options)),
  )
  if (committed) await afterCommit(committed)
  const withDocument = flag('returnDocuments')
  const results = value.map(({ document, ...result }: Result) =>
    withDocument ? { ...result, document } : result,
  )
  return Response.json({ transactionId: id, results })
}

async function act(engine: Engine, { request, user }: Call, afterCommit: AfterCommit): Promise<Response> {
  const { actions, transactionId, dryRun } = parseActions(await readJson(request))
  const { id, committed } = await asTransaction('action', () =>
    engine.transact({ id: transactionId, author: user.id, dryRun }, (transaction) =>
      applyActions(transaction, actions),
    ),
  )
  if (committed) await afterCommit(committed)
  return Response.json({ transactionId: id })
}

/** Checks of the transaction as a whole (its references) belong to no single item; they are reported on the first. */
async function asTransaction<T>(kind: 'mutation' | 'action', work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof ItemError ? new TransactionError(kind, error, 0) : error
  }
}

function forbidden(kind: 'mutation' | 'action'): LakeError {
  const text = 'Insufficient permissions; permission "update" required'
  return new TransactionError(
    kind,
    new ItemError(403, 'insufficientPermissionsError', text, { permission: 'update' }),
    0,
  )
}

export async function readJson(request: Request): Promise<unknown> {
  const text = await request.text()
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpError(400, 'The body is not JSON')
  }
}
