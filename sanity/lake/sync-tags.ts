/**
 * Sync tags connect queries with changes: a query's answer names what it depends on, a live event names what has changed, and
 * a reader with a tag in common asks again. A tag too many costs only a needless refetch; one too few shows old content.
 */

import { createHash } from 'node:crypto'
import type { ExprNode } from 'groq-js'
import { publishedIdOf } from './documents.ts'
import type { Params, Query } from './query.ts'
import type { Change } from './transaction.ts'

/** Next.js refuses more than 128 tags on one fetch; beyond this number, the tag for "anything" stands for them all. */
const maxTags = 32
const anything = 'all'

export function queryTags({ tree, params }: Query, followed: Iterable<string>): string[] {
  const keys = new Set<string>()
  collect(tree, params, keys)
  for (const id of followed) keys.add(documentKey(id))
  return keys.has(anything) || keys.size > maxTags ? [tagOf(anything)] : [...keys].map(tagOf)
}

export function changeTags(changes: readonly Change[]): string[] {
  const keys = new Set([anything])
  for (const { id, before, after } of changes) {
    keys.add(documentKey(id))
    for (const document of [before, after]) if (document) keys.add(typeKey(document._type))
  }
  return [...keys].map(tagOf)
}

const documentKey = (id: string) => `doc:${publishedIdOf(id)}`
const typeKey = (type: string) => `type:${type}`
const tagOf = (key: string) => `s1:${createHash('sha256').update(key).digest('base64url').slice(0, 10)}`

/** Walks the query. Each `*` depends on anything, except where its own filter pins it to ids or to one type. */
function collect(node: unknown, params: Params, keys: Set<string>): void {
  if (typeof node !== 'object' || node === null) return
  if (Array.isArray(node)) {
    for (const item of node) collect(item, params, keys)
    return
  }
  const expression = node as ExprNode
  if (expression.type === 'Everything') keys.add(anything)
  const pinned = expression.type === 'Filter' && expression.base.type === 'Everything'
  const found = pinned ? pins(expression.expr, params) : []
  for (const key of found) keys.add(key)
  for (const [name, child] of Object.entries(node)) {
    if (found.length > 0 && name === 'base') continue
    collect(child, params, keys)
  }
}

function pins(filter: ExprNode, params: Params): string[] {
  if (filter.type === 'Group') return pins(filter.base, params)
  if (filter.type === 'And') {
    const left = pins(filter.left, params)
    return left.length > 0 ? left : pins(filter.right, params)
  }
  if (filter.type !== 'OpCall' || filter.left.type !== 'AccessAttribute' || filter.left.base) return []
  const { left, op, right } = filter
  const value = constant(right, params)
  if (op === '==' && typeof value === 'string') {
    if (left.name === '_id') return [documentKey(value)]
    if (left.name === '_type') return [typeKey(value)]
  }
  if (op === 'in' && Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    if (left.name === '_id') return value.map(documentKey)
    if (left.name === '_type') return value.map(typeKey)
  }
  return []
}

function constant(node: ExprNode, params: Params): unknown {
  if (node.type === 'Value') return node.value
  if (node.type === 'Parameter') return params[node.name]
  if (node.type === 'Array' && node.elements.every(({ isSplat }) => !isSplat)) {
    return node.elements.map(({ value }) => constant(value, params))
  }
  return undefined
}
