/**
 * Sanity HTTP API: actions. The Studio edits, publishes and deletes with these, not with mutations. This lake
 * has no releases, so a document has at most two versions: published and draft.
 */

import { z } from 'zod'
import { draftIdOf, isDraftId, strengthenReferences, transactionId } from './documents.ts'
import { invalid } from './errors.ts'
import { patchOperations } from './patch.ts'
import type { TransactionBuilder } from './transaction.ts'

const id = z.string().min(1)
const pair = { draftId: id, publishedId: id }
const revision = z.string().min(1).optional()
const attributes = z.looseObject({ _id: id, _type: z.string() })

/** Defines an action by its fields and its effect. Unknown fields are ignored. */
function define<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (transaction: TransactionBuilder, action: z.infer<z.ZodObject<Shape>>) => void,
) {
  return (transaction: TransactionBuilder, unsafeAction: unknown): void => {
    const parsed = z.object(shape).safeParse(unsafeAction)
    if (!parsed.success) throw invalid(z.prettifyError(parsed.error))
    run(transaction, parsed.data)
  }
}

const actionKinds = {
  create: define(
    { publishedId: id, attributes, ifExists: z.enum(['fail', 'ignore']).default('fail') },
    (transaction, { publishedId, attributes, ifExists }) => {
      requireDraftOf(publishedId, attributes._id)
      if (ifExists === 'ignore') transaction.createIfNotExists(attributes)
      else transaction.create(attributes)
    },
  ),

  edit: define(
    { ...pair, patch: patchOperations.extend({ ifRevisionID: revision }) },
    (transaction, { draftId, publishedId, patch: { ifRevisionID: ifRevision, ...operations } }) => {
      requireDraftOf(publishedId, draftId)
      // Without a draft, the author saw the published document.
      const isFirst = !transaction.get(draftId)
      if (isFirst) {
        transaction.create({ ...transaction.require(publishedId, ifRevision), _id: draftId })
      }
      transaction.patch(draftId, operations, { ifRevision: isFirst ? undefined : ifRevision, always: true })
    },
  ),

  publish: define(
    { ...pair, ifDraftRevisionId: revision, ifPublishedRevisionId: revision },
    (transaction, { draftId, publishedId, ifDraftRevisionId, ifPublishedRevisionId }) => {
      requireDraftOf(publishedId, draftId)
      const draft = transaction.require(draftId, ifDraftRevisionId)
      transaction.requireRevision(publishedId, ifPublishedRevisionId)
      const _createdAt = transaction.get(publishedId)?._createdAt ?? draft._createdAt
      transaction.createOrReplace({ ...strengthenReferences(draft), _id: publishedId, _createdAt })
      transaction.delete(draftId)
    },
  ),

  unpublish: define(pair, (transaction, { draftId, publishedId }) => {
    requireDraftOf(publishedId, draftId)
    transaction.createIfNotExists({ ...transaction.require(publishedId), _id: draftId })
    transaction.delete(publishedId)
  }),

  replaceDraft: define({ publishedId: id, attributes }, (transaction, { publishedId, attributes }) => {
    requireDraftOf(publishedId, attributes._id)
    transaction.createOrReplace(attributes)
  }),

  discard: define({ draftId: id }, (transaction, { draftId }) => discard(transaction, draftId)),

  'version.discard': define({ versionId: id }, (transaction, { versionId }) => {
    discard(transaction, versionId)
  }),

  delete: define(
    { publishedId: id, includeDrafts: z.array(id).default([]) },
    (transaction, { publishedId, includeDrafts }) => {
      for (const included of includeDrafts) requireDraftOf(publishedId, included)
      if (transaction.get(draftIdOf(publishedId)) && includeDrafts.length === 0) {
        throw invalid(`Document "${publishedId}" has a draft that includeDrafts does not name`)
      }
      transaction.require(publishedId)
      for (const deleted of [publishedId, ...includeDrafts]) transaction.delete(deleted)
    },
  ),
}

export const actions = z.object({
  actions: z.array(z.looseObject({ actionType: z.string() })).min(1),
  transactionId: transactionId.optional(),
  dryRun: z.boolean().default(false),
})

const purging = z.object({
  actionType: z.string().regex(/\.(delete|discard)$/),
  purge: z.literal(true),
  publishedId: id.optional(),
  draftId: id.optional(),
  versionId: id.optional(),
  includeDrafts: z.array(id).default([]),
})

/** The documents whose history is to be purged after this action: those it deletes with `purge`. */
export function purgedBy(action: unknown): string[] {
  const { data } = purging.safeParse(action)
  if (!data) return []
  const { publishedId, draftId, versionId, includeDrafts } = data
  return [publishedId, draftId, versionId, ...includeDrafts].filter((id) => id !== undefined)
}

export function applyAction(
  transaction: TransactionBuilder,
  action: z.infer<typeof actions>['actions'][number],
): void {
  const [, name = ''] = /^sanity\.action\.document\.(.+)$/.exec(action.actionType) ?? []
  if (!Object.hasOwn(actionKinds, name)) throw invalid(`This lake has no action "${action.actionType}"`)
  actionKinds[name as keyof typeof actionKinds](transaction, action)
}

function discard(transaction: TransactionBuilder, draftId: string): void {
  if (!isDraftId(draftId)) throw invalid(`"${draftId}" is not the id of a draft`)
  transaction.require(draftId)
  transaction.delete(draftId)
}

function requireDraftOf(publishedId: string, draftId: string): void {
  if (draftId === draftIdOf(publishedId) && !isDraftId(publishedId)) return
  throw invalid(`"${draftId}" is not the id of the draft of "${publishedId}"`)
}
