/** Sanity HTTP API: the mutations in the body of /data/mutate. */

import { z } from 'zod'
import { addArrayKeys, type SanityDocument, transactionId } from './documents.ts'
import { invalid } from './errors.ts'
import { patchOperations } from './patch.ts'
import type { Params } from './query.ts'
import type { Result, TransactionBuilder } from './transaction.ts'

const document = z.looseObject({ _id: z.string().optional(), _type: z.string() })
const selection = z.strictObject({
  id: z.string().optional(),
  query: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
})
const mutation = z.union([
  z.strictObject({ create: document }),
  z.strictObject({ createOrReplace: document }),
  z.strictObject({ createIfNotExists: document }),
  z.strictObject({ delete: selection }),
  z.strictObject({
    patch: patchOperations.extend({ ...selection.shape, ifRevisionID: z.string().min(1).optional() }),
  }),
])

export const mutations = z.object({
  mutations: z.array(z.unknown()),
  transactionId: transactionId.optional(),
})

/**
 * Runs a mutation's query on the documents as they are at that point of the transaction, and returns the ids
 * of the selected documents.
 */
export type Select = (query: string, params: Params, transaction: TransactionBuilder) => Promise<string[]>

interface MutationOptions {
  select: Select
  newId: () => string
  autoGenerateArrayKeys: boolean
}

export async function applyMutation(
  transaction: TransactionBuilder,
  unsafeMutation: unknown,
  { select, newId, autoGenerateArrayKeys }: MutationOptions,
): Promise<Result[]> {
  const parsed = mutation.safeParse(unsafeMutation)
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error))
  const keyed = <T>(value: T): T => (autoGenerateArrayKeys ? addArrayKeys(value, newId) : value)
  // For an id that ends in a dot, the lake appends a random one.
  const identified = ({ _id = '', ...rest }: z.infer<typeof document>): SanityDocument =>
    keyed({ ...rest, _id: _id === '' || _id.endsWith('.') ? _id + newId() : _id })
  const targets = async ({ id, query, params = {} }: z.infer<typeof selection>): Promise<string[]> => {
    if (id !== undefined) return [id]
    if (query !== undefined) return select(query, params, transaction)
    throw invalid('A patch or delete needs an id or a query')
  }

  const item = parsed.data
  if ('create' in item) return [transaction.create(identified(item.create), { imported: true })]
  if ('createOrReplace' in item) return [transaction.createOrReplace(identified(item.createOrReplace))]
  if ('createIfNotExists' in item) return [transaction.createIfNotExists(identified(item.createIfNotExists))]
  if ('delete' in item) return (await targets(item.delete)).map((id) => transaction.delete(id))
  const { id, query, params, ifRevisionID: ifRevision, ...operations } = item.patch
  const ids = await targets({ id, query, params })
  return ids.map((target) => transaction.patch(target, keyed(operations), { ifRevision }))
}
