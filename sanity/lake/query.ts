// GROQ on groq-js, with what it lacks: perspectives, and errors in the API's shape.
// Divergences: groq-js accepts some queries that hosted Sanity refuses, has no text::query or geo functions, and its
// path("drafts.**") also matches ids such as "draftsXa".
import { evaluate, type ExprNode, GroqSyntaxError, parse } from 'groq-js'
import { draftIdOf, isDraftId, isPublishedId, publishedIdOf, type StoredDocument } from './documents.ts'
import { HttpError, QueryError } from './errors.ts'
import { type Dataset } from './store.ts'

export type Params = Record<string, unknown>
export type Perspective = 'raw' | 'published' | 'drafts'

export interface QueryContext {
  projectId: string
  dataset: string
  identity: string
  now: Date
}

export function parseQuery(query: string, params: Params): ExprNode {
  try {
    return parse(query, { params })
  } catch (error) {
    if (error instanceof GroqSyntaxError) throw new QueryError(query, error.message, error.position)
    throw new QueryError(query, error instanceof Error ? error.message : String(error), 0)
  }
}

export interface Evaluation {
  result: unknown
  /** Ids of the documents that references were followed to, also where nothing was found. */
  dereferenced: Set<string>
}

export async function evaluateQuery(
  query: string,
  tree: ExprNode,
  documents: Dataset,
  params: Params,
  context: QueryContext,
): Promise<Evaluation> {
  const { projectId, dataset, identity, now } = context
  const dereferenced = new Set<string>()
  try {
    const value = await evaluate(tree, {
      dataset: documents.sorted,
      params,
      identity,
      timestamp: now,
      sanity: { projectId, dataset },
      dereference: ({ _ref }) => {
        dereferenced.add(_ref)
        return documents.byId.get(_ref)
      },
    })
    return { result: (await value.get()) ?? null, dereferenced }
  } catch (error) {
    throw new QueryError(query, error instanceof Error ? error.message : String(error), 0)
  }
}

/** Since API version 2025-02-19 a query that names no perspective sees the published documents, before that all of them. */
export function parsePerspective(value: string | null, apiVersion: string): Perspective {
  if (!value) return /^\d/.test(apiVersion) && apiVersion < '2025-02-19' ? 'raw' : 'published'
  const stack = value.split(',').map((name) => (name === 'previewDrafts' ? 'drafts' : name.trim()))
  if (stack.length === 1 && stack[0] === 'raw') return 'raw'
  const unknown = stack.find((name) => name !== 'drafts' && name !== 'published')
  if (unknown)
    throw new HttpError(400, `Unknown perspective "${unknown}": this lake has raw, published and drafts`)
  return stack[0] as Perspective
}

/** The dataset as a perspective shows it: under published ids, and with the stored id in `_originalId`. */
export function viewDataset(dataset: Dataset, perspective: Perspective): Dataset {
  if (perspective === 'raw') return dataset
  const visible = dataset.sorted.flatMap((document) => visibleAs(dataset, document, perspective) ?? [])
  const byId = new Map(visible.map((document) => [document._id, document]))
  return { byId, sorted: [...byId.values()].toSorted((a, b) => (a._id < b._id ? -1 : 1)) }
}

function visibleAs(
  dataset: Dataset,
  document: StoredDocument,
  perspective: Perspective,
): StoredDocument | null {
  const { _id } = document
  const overlaid = perspective === 'drafts' && dataset.byId.has(draftIdOf(_id))
  const visible = isPublishedId(_id) ? !overlaid : perspective === 'drafts' && isDraftId(_id)
  return visible ? ({ ...document, _id: publishedIdOf(_id), _originalId: _id } as StoredDocument) : null
}

/** The filters a listener's query consists of, or null when it does not select whole documents. */
export function filtersOf(tree: ExprNode): ExprNode[] | null {
  switch (tree.type) {
    case 'Everything':
      return []
    case 'Filter': {
      const outer = filtersOf(tree.base)
      return outer && [...outer, tree.expr]
    }
    // Order, slices and projections may come along with a filter; they do not change which documents match.
    case 'PipeFuncCall':
    case 'Slice':
    case 'AccessElement':
    case 'Map':
    case 'Projection':
    case 'ArrayCoerce':
    case 'Group':
      return filtersOf(tree.base)
    default:
      return null
  }
}

export async function matches(
  filters: ExprNode[],
  document: StoredDocument | null,
  documents: Dataset,
  params: Params,
  context: QueryContext,
): Promise<boolean> {
  if (!document) return false
  const { projectId, dataset, identity, now } = context
  for (const filter of filters) {
    const value = await evaluate(filter, {
      root: document,
      dataset: documents.sorted,
      params,
      identity,
      timestamp: now,
      sanity: { projectId, dataset },
      dereference: ({ _ref }) => documents.byId.get(_ref),
    })
    if ((await value.get()) !== true) return false
  }
  return true
}

/** Parameters travel in the URL as `$name=<JSON>`. */
export function queryParams(search: URLSearchParams): Params {
  const params: Params = {}
  for (const [name, value] of search) {
    if (!name.startsWith('$')) continue
    try {
      params[name.slice(1)] = JSON.parse(value)
    } catch {
      throw new HttpError(400, `Parameter ${name} is not JSON`)
    }
  }
  return params
}
