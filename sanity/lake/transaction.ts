/**
 * A transaction that is being built: changed documents on top of the dataset. Mutations and actions both
 * come down to the five operations here, and each records, per document, the mutation that listeners will
 * replay. Nothing is stored: `finish()` checks references and hands the changes to the store, or throws and
 * nothing has happened.
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
 * What a transaction did to one document. `mutations` address only this document: replaying another's would
 * corrupt it.
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

/** Runs the items of a transaction in order; an error says which one failed. */
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

  /** All documents as they are at this point of the transaction: what a mutation's query selects from. */
  documents(): StoredDocument[] {
    const ids = new Set([...this.#base.keys(), ...this.#changes.keys()])
    return [...ids].flatMap((id) => this.get(id) ?? [])
  }

  /** `imported` keeps the date of the last change that a document brings with it. */
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
   * `always` records a change even where the patch has no effect. The Studio stays "saving" until it sees an
   * event for each edit it sent, and some of its edits change nothing on purpose.
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

  /** Deleting what is not there succeeds, as on hosted Sanity. */
  delete(id: string): Result {
    const existing = this.get(id)
    if (!existing) return { id, operation: 'none' }
    this.#record(id, null, { delete: { id } })
    return { id, operation: 'delete', document: existing }
  }

  /** The document, which must exist and, if a revision is given, be at that one. */
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
    // Revisions are compared with what the client saw: the document before this transaction.
    const current = (change ? change.before : this.#base.get(id))?._rev
    if (current === revision) return
    const text = `Document "${id}" has unexpected revision ID ("${current}"), expected "${revision}"`
    const details = { id, currentRevisionID: current, expectedRevisionID: revision }
    throw new ItemError(409, 'documentRevisionIDDoesNotMatchError', text, details)
  }

  finish(): Transaction {
    // A document that was created and deleted again never existed for anybody else.
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

  /** The date, unless it is none or still to come. */
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
