// Sanity HTTP API: actions. The Studio edits, publishes and deletes through these and not through mutations.
import { z } from 'zod'
import { draftIdOf, isDraftId, publishedIdOf, strengthenReferences } from './documents.ts'
import { HttpError, ItemError, TransactionError } from './errors.ts'
import { patchOperations } from './patch.ts'
import { type TransactionBuilder } from './transaction.ts'

const id = z.string().min(1)
const attributes = z.looseObject({ _id: id, _type: z.string() })
const purge = z.boolean().optional() // accepted and ignored: history is kept
const action = z.discriminatedUnion('actionType', [
  z.object({
    actionType: z.literal('sanity.action.document.create'),
    publishedId: id,
    attributes,
    ifExists: z.enum(['fail', 'ignore']).default('fail'),
  }),
  z.object({
    actionType: z.literal('sanity.action.document.edit'),
    draftId: id,
    publishedId: id,
    patch: patchOperations.extend({ ifRevisionID: z.string().optional() }),
  }),
  z.object({
    actionType: z.literal('sanity.action.document.publish'),
    draftId: id,
    publishedId: id,
    ifDraftRevisionId: z.string().optional(),
    ifPublishedRevisionId: z.string().optional(),
  }),
  z.object({ actionType: z.literal('sanity.action.document.unpublish'), draftId: id, publishedId: id }),
  z.object({ actionType: z.literal('sanity.action.document.version.discard'), versionId: id, purge }),
  z.object({ actionType: z.literal('sanity.action.document.discard'), draftId: id, purge }),
  z.object({ actionType: z.literal('sanity.action.document.replaceDraft'), publishedId: id, attributes }),
  z.object({
    actionType: z.literal('sanity.action.document.delete'),
    publishedId: id,
    includeDrafts: z.array(id).default([]),
    purge,
  }),
])
type Action = z.infer<typeof action>
type ActionOf<Name extends string> = Extract<Action, { actionType: `sanity.action.document.${Name}` }>

const body = z.object({
  actions: z.array(z.looseObject({ actionType: z.string() })).min(1),
  transactionId: z.string().min(1).optional(),
  dryRun: z.boolean().default(false),
})

export function parseActions(unsafeBody: unknown): z.infer<typeof body> {
  const parsed = body.safeParse(unsafeBody)
  if (!parsed.success) throw new HttpError(400, `Malformed actions: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

export function applyActions(transaction: TransactionBuilder, actions: readonly unknown[]): void {
  for (const [index, unsafeAction] of actions.entries()) {
    try {
      const parsed = action.safeParse(unsafeAction)
      if (!parsed.success) throw refusal(unsafeAction, parsed.error)
      applyAction(transaction, parsed.data)
    } catch (error) {
      throw error instanceof ItemError ? new TransactionError('action', error, index) : error
    }
  }
}

function refusal(unsafeAction: unknown, error: z.ZodError): ItemError {
  const { actionType } = unsafeAction as { actionType: string }
  const known = action.options.some(({ shape }) => shape.actionType.value === actionType)
  const text = known ? z.prettifyError(error) : `This lake has no action "${actionType}"`
  return new ItemError(400, 'validationError', text)
}

function applyAction(transaction: TransactionBuilder, action: Action): void {
  switch (action.actionType) {
    case 'sanity.action.document.create':
      return create(transaction, action)
    case 'sanity.action.document.edit':
      return edit(transaction, action)
    case 'sanity.action.document.publish':
      return publish(transaction, action)
    case 'sanity.action.document.unpublish':
      return unpublish(transaction, action)
    case 'sanity.action.document.version.discard':
      return discard(transaction, action.versionId)
    case 'sanity.action.document.discard':
      return discard(transaction, action.draftId)
    case 'sanity.action.document.replaceDraft':
      return replaceDraft(transaction, action)
    case 'sanity.action.document.delete':
      return remove(transaction, action)
  }
}

function create(
  transaction: TransactionBuilder,
  { publishedId, attributes, ifExists }: ActionOf<'create'>,
): void {
  requireDraftOf(publishedId, attributes._id)
  if (ifExists === 'ignore') transaction.createIfNotExists(attributes)
  else transaction.create(attributes)
}

function edit(transaction: TransactionBuilder, { draftId, publishedId, patch }: ActionOf<'edit'>): void {
  requireDraftOf(publishedId, draftId)
  const { ifRevisionID = '', ...operations } = patch
  if (!transaction.get(draftId)) {
    const published = transaction.require(publishedId)
    transaction.create({ ...published, _id: draftId })
  }
  transaction.patch(draftId, operations, { ifRevision: ifRevisionID, always: true })
}

function publish(transaction: TransactionBuilder, action: ActionOf<'publish'>): void {
  const { draftId, publishedId, ifDraftRevisionId, ifPublishedRevisionId } = action
  requireDraftOf(publishedId, draftId)
  const draft = transaction.require(draftId, ifDraftRevisionId)
  transaction.requireRevision(publishedId, ifPublishedRevisionId)
  const _createdAt = transaction.get(publishedId)?._createdAt ?? draft._createdAt
  transaction.createOrReplace({ ...strengthenReferences(draft), _id: publishedId, _createdAt })
  transaction.delete(draftId)
}

function unpublish(transaction: TransactionBuilder, { draftId, publishedId }: ActionOf<'unpublish'>): void {
  requireDraftOf(publishedId, draftId)
  const published = transaction.require(publishedId)
  transaction.createIfNotExists({ ...published, _id: draftId })
  transaction.delete(publishedId)
}

function discard(transaction: TransactionBuilder, versionId: string): void {
  if (!isDraftId(versionId))
    throw new ItemError(400, 'validationError', `"${versionId}" is not the id of a draft`)
  transaction.require(versionId)
  transaction.delete(versionId)
}

function replaceDraft(
  transaction: TransactionBuilder,
  { publishedId, attributes }: ActionOf<'replaceDraft'>,
): void {
  requireDraftOf(publishedId, attributes._id)
  transaction.createOrReplace(attributes)
}

function remove(transaction: TransactionBuilder, { publishedId, includeDrafts }: ActionOf<'delete'>): void {
  const draftId = draftIdOf(publishedId)
  for (const included of includeDrafts) requireDraftOf(publishedId, included)
  if (transaction.get(draftId) && !includeDrafts.includes(draftId)) {
    const text = `Document "${publishedId}" has a draft that includeDrafts does not name`
    throw new ItemError(400, 'validationError', text)
  }
  transaction.require(publishedId)
  for (const deleted of [publishedId, ...includeDrafts]) transaction.delete(deleted)
}

/** Releases are not part of this lake, so the only version of a document beside the published one is its draft. */
function requireDraftOf(publishedId: string, draftId: string): void {
  if (draftId === draftIdOf(publishedId) && publishedIdOf(draftId) === publishedId) return
  throw new ItemError(400, 'validationError', `"${draftId}" is not the id of the draft of "${publishedId}"`)
}
