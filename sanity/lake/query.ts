// GROQ on groq-js, with what it lacks: perspectives, and errors in the API's shape.
// Divergences: groq-js accepts some queries that hosted Sanity refuses, has no text::query or geo functions, and its
// path("drafts.**") also matches ids such as "draftsXa".
import { evaluate, type EvaluateOptions, type ExprNode, GroqSyntaxError, parse } from 'groq-js'
import { draftIdOf, isDraftId, isPublishedId, publishedIdOf, type StoredDocument } from './documents.ts'
import { httpError, queryError } from './errors.ts'
import { type Dataset, sorted } from './store.ts'

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
    throw queryError(query, messageOf(error), error instanceof GroqSyntaxError ? error.position : 0)
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
  const dereferenced = new Set<string>()
  try {
    const value = await evaluate(tree, evaluateOptions(documents, params, context, dereferenced))
    return { result: (await value.get()) ?? null, dereferenced }
  } catch (error) {
    throw queryError(query, messageOf(error))
  }
}

function evaluateOptions(
  documents: Dataset,
  params: Params,
  { projectId, dataset, identity, now }: QueryContext,
  dereferenced = new Set<string>(),
): EvaluateOptions {
  return {
    dataset: documents.sorted,
    params,
    identity,
    timestamp: now,
    sanity: { projectId, dataset },
    dereference: ({ _ref }) => {
      dereferenced.add(_ref)
      return documents.byId.get(_ref)
    },
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Before this version of the API, a query that names no perspective sees all documents; since then the published ones. */
export const isBeforePerspectives = (apiVersion: string): boolean =>
  /^\d/.test(apiVersion) && apiVersion < '2025-02-19'

export function parsePerspective(value: string | null, apiVersion: string): Perspective {
  if (!value) return isBeforePerspectives(apiVersion) ? 'raw' : 'published'
  const stack = value.split(',').map((name) => (name === 'previewDrafts' ? 'drafts' : name))
  if (value === 'raw') return value
  const unknown = stack.find((name) => name !== 'drafts' && name !== 'published')
  if (unknown === undefined) return stack[0] as Perspective
  throw httpError(400, `Unknown perspective "${unknown}": this lake has raw, published and drafts`)
}

/** The dataset as a perspective shows it: under published ids, and with the stored id in `_originalId`. */
export function viewDataset(dataset: Dataset, perspective: Perspective): Dataset {
  if (perspective === 'raw') return dataset
  const drafts = perspective === 'drafts'
  const isVisible = ({ _id }: StoredDocument) =>
    isPublishedId(_id) ? !(drafts && dataset.byId.has(draftIdOf(_id))) : drafts && isDraftId(_id)
  return sorted(
    dataset.sorted
      .filter(isVisible)
      .map((document) => ({ ...document, _id: publishedIdOf(document._id), _originalId: document._id })),
  )
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
  for (const filter of filters) {
    const value = await evaluate(filter, { ...evaluateOptions(documents, params, context), root: document })
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
      throw httpError(400, `Parameter ${name} is not JSON`)
    }
  }
  return params
}
