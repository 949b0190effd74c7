import { z } from 'zod'
import { invalid } from './errors.ts'

export interface SanityDocument {
  _id: string
  _type: string
  [field: string]: unknown
}

/** A stored document, with the fields that only the lake sets. */
export interface StoredDocument extends SanityDocument {
  /** Id of the last transaction that changed the document. */
  _rev: string
  /** With a precision of seconds, as on hosted Sanity. */
  _createdAt: string
  _updatedAt: string
}

/** Clients may choose it. It is used in headers and event streams, and as `_rev` in documents. */
export const transactionId = z
  .string()
  .regex(/^[\w.-]{1,128}$/, 'must be at most 128 letters, digits, "_", "-" and "."')

const draftPrefix = 'drafts.'

export const isDraftId = (id: string): boolean => id.startsWith(draftPrefix)

export const isPublishedId = (id: string): boolean => !/^(drafts|versions)\./.test(id)

export const draftIdOf = (publishedId: string): string => draftPrefix + publishedId

export function publishedIdOf(id: string): string {
  if (isDraftId(id)) return id.slice(draftPrefix.length)
  return /^versions\.[^.]+\.(.+)$/.exec(id)?.[1] ?? id
}

export function assertDocument(document: SanityDocument): void {
  const { _id, _type } = document
  if (!/^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}$/.test(_id) || /\.\.|\.-|\.$/.test(_id)) {
    throw invalid(`Malformed document ID: "${_id}"`)
  }
  if (typeof _type !== 'string' || _type === '') {
    throw invalid(`Document "${_id}" must have a string _type`)
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mapRecords(value: unknown, map: (record: Record<string, unknown>) => object): unknown {
  if (Array.isArray(value)) return value.map((item) => mapRecords(item, map))
  if (!isRecord(value)) return value
  const entries = Object.entries(value).map(([key, child]) => [key, mapRecords(child, map)])
  return map(Object.fromEntries(entries))
}

/**
 * The ids of referenced documents, which must not be deleted. Weak and cross-dataset references do not count.
 */
export function strongReferences(value: unknown): Set<string> {
  const found = new Set<string>()
  mapRecords(value, (record) => {
    const { _ref, _weak, _dataset } = record
    if (typeof _ref === 'string' && _weak !== true && _dataset === undefined) found.add(_ref)
    return record
  })
  return found
}

/**
 * Makes references strong that the Studio kept weak while their target was only a draft. Part of publishing.
 */
export function strengthenReferences<T extends object>(document: T): T {
  return mapRecords(document, (record) => {
    const { _strengthenOnPublish: strengthen, ...reference } = record
    if (!isRecord(strengthen)) return record
    const { _weak, ...strong } = reference
    return strengthen.weak === true ? reference : strong
  }) as T
}

/** Adds a `_key` to every object in an array that has none (`autoGenerateArrayKeys`). */
export function addArrayKeys<T>(value: T, newKey: () => string): T {
  const visit = (node: unknown, inArray: boolean): unknown => {
    if (Array.isArray(node)) return node.map((item) => visit(item, true))
    if (!isRecord(node)) return node
    const entries = Object.entries(node).map(([key, child]) => [key, visit(child, false)])
    const copy = Object.fromEntries(entries) as Record<string, unknown>
    return inArray && copy['_key'] === undefined ? { ...copy, _key: newKey() } : copy
  }
  return visit(value, false) as T
}

export function omit(document: SanityDocument, ...fields: string[]): SanityDocument {
  const kept = Object.entries(document).filter(([field]) => !fields.includes(field))
  return Object.fromEntries(kept) as SanityDocument
}
