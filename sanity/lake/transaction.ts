/**
 * A transaction in progress: changed documents on top of the dataset. Mutations and actions consist of the
 * five operations here. Each records, per document, the mutation that listeners will replay. Nothing is
 * stored: `finish()` checks references and returns the changes, or throws.
 */

import { isDeepStrictEqual } from 'node:util'
import { formatSeconds, type Micros } from './clock.ts'
import {
  assertDocument,
  omit,
  type SanityDocument,
  type StoredDocument,
  strongReferences,
} from './documents.ts'
import { ItemError } from './errors.ts'
import { applyPatch, type PatchOperations } from './patch.ts'

type ListenerMutation =
  | { create: SanityDocument }
  | { createOrReplace: SanityDocument }
  | { delete: { id: string } }
  | { patch: { id: string } & PatchOperations }

/**
 * The change of one document. `mutations` affect only this document: listeners that replayed another's would
 * corrupt their copy.
 */
export interface Change {
  id: string
  before: StoredDocument | null
  after: StoredDocument | null
  mutations: ListenerMutation[]
}

export interface Transaction {
  id: string
  timestamp: Micros
  author: string
  changes: Change[]
}

type Operation = 'create' | 'update' | 'delete' | 'none'
export interface Result {
  id: string
  operation: Operation
  document?: StoredDocument
}

/** Runs the items of a transaction in order. An `ItemError` gets the index of the failed item. */
export async function eachItem<Item, T>(
  items: readonly Item[],
  run: (item: Item) => T | Promise<T>,
): Promise<T[]> {
  const results: T[] = []
  for (const [index, item] of items.entries()) {
    try {
      results.push(await run(item))
    } catch (error) {
      if (error instanceof ItemError) error.index = index
      throw error
    }
  }
  return results
}

type Documents = ReadonlyMap<string, StoredDocument>

export class TransactionBuilder {
  readonly #base: Documents
  readonly #meta: Omit<Transaction, 'changes'>
  readonly #changes = new Map<string, Change>()

  constructor(base: Documents, meta: Omit<Transaction, 'changes'>) {
    this.#base = base
    this.#meta = meta
  }

  get(id: string): StoredDocument | null {
    const change = this.#changes.get(id)
    return change ? change.after : (this.#base.get(id) ?? null)
  }

  /** All documents at this point of the transaction, from which a mutation's query selects. */
  documents(): StoredDocument[] {
    const ids = new Set([...this.#base.keys(), ...this.#changes.keys()])
    return [...ids].flatMap((id) => this.get(id) ?? [])
  }

  /**
   * @param imported keeps the `_updatedAt` of the given document.
   */
  create(document: SanityDocument, { imported = false } = {}): Result {
    if (this.get(document._id)) {
      const text = `Document by ID "${document._id}" already exists`
      throw new ItemError(409, 'documentAlreadyExistsError', text, { id: document._id })
    }
    const stamped = this.#stamp(document)
    const created = imported
      ? { ...stamped, _updatedAt: this.#past(document['_updatedAt']) ?? stamped._updatedAt }
      : stamped
    return this.#write(created, { create: omit(created, '_rev', '_updatedAt') }, 'create')
  }

  createOrReplace(document: SanityDocument): Result {
    const existing = this.get(document._id)
    const created = this.#stamp({ ...document, _createdAt: document['_createdAt'] ?? existing?._createdAt })
    const mutation = { createOrReplace: omit(created, '_rev', '_updatedAt') }
    return this.#write(created, mutation, existing ? 'update' : 'create')
  }

  createIfNotExists(document: SanityDocument): Result {
    const existing = this.get(document._id)
    return existing ? this.#unchanged(existing) : this.create(document)
  }

  /**
   * @param always records a change even if the patch has no effect. The Studio shows "saving" until it gets
   *   an event for each edit, and some of its edits change nothing.
   */
  patch(
    id: string,
    patch: PatchOperations,
    { ifRevision, always = false }: { ifRevision?: string | undefined; always?: boolean } = {},
  ): Result {
    const existing = this.require(id, ifRevision)
    const patched = applyPatch(existing, patch)
    const { _createdAt } = existing
    if (!always && isDeepStrictEqual(content(patched), content(existing))) return this.#unchanged(existing)
    return this.#write(this.#stamp({ ...patched, _createdAt }), { patch: { id, ...patch } }, 'update')
  }

  /** Deleting a missing document succeeds, as on hosted Sanity. */
  delete(id: string): Result {
    const existing = this.get(id)
    if (!existing) return { id, operation: 'none' }
    this.#record(id, null, { delete: { id } })
    return { id, operation: 'delete', document: existing }
  }

  /**
   * Returns the document.
   *
   * @throws {ItemError} 404 if it does not exist; 409 if it is not at the given revision.
   */
  require(id: string, revision?: string): StoredDocument {
    const document = this.get(id)
    if (!document) {
      const text = `The document with the ID "${id}" was not found`
      throw new ItemError(404, 'documentNotFoundError', text, { id })
    }
    this.requireRevision(id, revision)
    return document
  }

  requireRevision(id: string, revision: string | undefined): void {
    if (!revision) return
    const change = this.#changes.get(id)
    // The client saw the document as it was before this transaction.
    const current = (change ? change.before : this.#base.get(id))?._rev
    if (current === revision) return
    const text = `Document "${id}" has unexpected revision ID ("${current}"), expected "${revision}"`
    const details = { id, currentRevisionID: current, expectedRevisionID: revision }
    throw new ItemError(409, 'documentRevisionIDDoesNotMatchError', text, details)
  }

  finish(): Transaction {
    // A document that was created and deleted within the transaction is no change.
    const changes = [...this.#changes.values()].filter(
      ({ before, after }) => before !== null || after !== null,
    )
    this.#checkReferences(changes)
    return { ...this.#meta, changes }
  }

  #checkReferences(changes: Change[]): void {
    for (const { id, after } of changes) {
      for (const target of strongReferences(after)) {
        if (this.get(target)) continue
        const text = `Document "${id}" references non-existent document "${target}"`
        throw new ItemError(409, 'documentReferenceDoesNotExistError', text, { id, referenceID: target })
      }
    }
    const deleted = changes.filter(({ after }) => after === null)
    if (deleted.length === 0) return
    const references = this.documents().map(({ _id, ...rest }) => ({ _id, targets: strongReferences(rest) }))
    for (const { id } of deleted) {
      const referencingIDs = references.filter(({ targets }) => targets.has(id)).map(({ _id }) => _id)
      if (referencingIDs.length === 0) continue
      const from = referencingIDs.map((other) => `"${other}"`).join(', ')
      const text = `Document "${id}" cannot be deleted as there are references to it from ${from}`
      throw new ItemError(409, 'documentHasExistingReferencesError', text, { id, referencingIDs })
    }
  }

  #stamp(document: SanityDocument): StoredDocument {
    assertDocument(document)
    const now = formatSeconds(this.#meta.timestamp)
    const { _createdAt } = document
    const createdAt = typeof _createdAt === 'string' ? _createdAt : now
    return { ...document, _createdAt: createdAt, _updatedAt: now, _rev: this.#meta.id }
  }

  /** The date; null if it is invalid or in the future. */
  #past(date: unknown): string | null {
    return typeof date === 'string' && Date.parse(date) * 1000 <= this.#meta.timestamp ? date : null
  }

  #write(document: StoredDocument, mutation: ListenerMutation, operation: Operation): Result {
    this.#record(document._id, document, mutation)
    return { id: document._id, operation, document }
  }

  #record(id: string, after: StoredDocument | null, mutation: ListenerMutation): void {
    const earlier = this.#changes.get(id)
    const before = earlier ? earlier.before : (this.#base.get(id) ?? null)
    this.#changes.set(id, { id, before, after, mutations: [...(earlier?.mutations ?? []), mutation] })
  }

  #unchanged(document: StoredDocument): Result {
    return { id: document._id, operation: 'none', document }
  }
}

const content = (document: SanityDocument) => omit(document, '_rev', '_updatedAt', '_createdAt')
