/**
 * GROQ with groq-js, plus perspectives and the API's error format. Divergences: groq-js accepts some queries
 * that hosted Sanity refuses, has no text::query or geo functions, and its path("drafts.**") also matches ids
 * such as "draftsXa".
 */

import { evaluate, type EvaluateOptions, type ExprNode, GroqSyntaxError, parse } from 'groq-js'
import { draftIdOf, isDraftId, isPublishedId, publishedIdOf, type StoredDocument } from './documents.ts'
import { httpError, queryError } from './errors.ts'
import { type Dataset, sorted } from './store.ts'

/**
 * Sent with query results and live events: a client repeats a query that shares a tag with a change. One tag
 * for everything causes a few needless queries; tags per dependency would show old content if one were
 * missing.
 */
export const syncTags: readonly string[] = ['s1:everything']

export type Params = Record<string, unknown>
type Perspective = 'raw' | 'published' | 'drafts'

export interface Query {
  text: string
  params: Params
  tree: ExprNode
}

/** The user, time and dataset of a query. */
export type QueryContext = Pick<EvaluateOptions, 'identity' | 'timestamp' | 'sanity'>

export function parseQuery(text: string, params: Params): Query {
  try {
    return { text, params, tree: parse(text, { params }) }
  } catch (error) {
    throw queryError(text, messageOf(error), error instanceof GroqSyntaxError ? error.position : 0)
  }
}

export async function evaluateQuery(
  query: Query,
  documents: Dataset,
  context: QueryContext,
): Promise<unknown> {
  try {
    const value = await evaluate(query.tree, evaluateOptions(query, documents, context))
    return (await value.get()) ?? null
  } catch (error) {
    throw queryError(query.text, messageOf(error))
  }
}

function evaluateOptions(
  { params }: Query,
  { sorted: dataset, byId }: Dataset,
  context: QueryContext,
): EvaluateOptions {
  const dereference = ({ _ref }: { _ref: string }) => byId.get(_ref)
  return { ...context, params, dataset, dereference }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/**
 * Whether queries without a perspective default to `raw`. Since API version 2025-02-19, the default is
 * `published`.
 */
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

/** The dataset in a perspective: documents have their published ids, and the stored id in `_originalId`. */
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

export type DocumentFilter = (
  document: StoredDocument | null,
  documents: Dataset,
  context: QueryContext,
) => Promise<boolean>

/**
 * Returns a function that tells whether the query selects a document, without running it on the whole
 * dataset.
 */
export function documentFilter(query: Query): DocumentFilter {
  const filters = filtersOf(query.tree)
  if (!filters) throw queryError(query.text, 'Only queries that select documents can be listened to')
  return async (document, documents, context) => {
    if (!document) return false
    const options = { ...evaluateOptions(query, documents, context), root: document }
    for (const filter of filters) {
      const value = await evaluate(filter, options)
      if ((await value.get()) !== true) return false
    }
    return true
  }
}

function filtersOf(tree: ExprNode): ExprNode[] | undefined {
  switch (tree.type) {
    case 'Everything':
      return []
    case 'Filter': {
      const outer = filtersOf(tree.base)
      return outer && [...outer, tree.expr]
    }
    // Order, slices and projections do not change which documents match.
    case 'PipeFuncCall':
    case 'Slice':
    case 'AccessElement':
    case 'Map':
    case 'Projection':
    case 'ArrayCoerce':
    case 'Group':
      return filtersOf(tree.base)
    default:
      return undefined
  }
}

/** Parses the parameters in a URL: `$name=<JSON>`. */
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
