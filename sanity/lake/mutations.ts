// Sanity HTTP API: mutations. Reads the body of /data/mutate and runs it, in order, on a transaction.
import { z } from 'zod'
import { addArrayKeys, type SanityDocument } from './documents.ts'
import { HttpError, ItemError, TransactionError } from './errors.ts'
import { patchOperations } from './patch.ts'
import { type Params } from './query.ts'
import { type Result, type TransactionBuilder } from './transaction.ts'

const document = z.looseObject({ _id: z.string().optional(), _type: z.string() })
const selection = { query: z.string().optional(), params: z.record(z.string(), z.unknown()).optional() }
const mutation = z.union([
  z.strictObject({ create: document }),
  z.strictObject({ createOrReplace: document }),
  z.strictObject({ createIfNotExists: document }),
  z.strictObject({ delete: z.strictObject({ id: z.string().optional(), ...selection }) }),
  z.strictObject({
    patch: patchOperations.extend({
      id: z.string().optional(),
      ifRevisionID: z.string().optional(),
      ...selection,
    }),
  }),
])
const body = z.object({ mutations: z.array(z.unknown()), transactionId: z.string().min(1).optional() })

/** Runs a mutation's query on the documents as they are at that point of the transaction, and names what it selects. */
export type Select = (query: string, params: Params, transaction: TransactionBuilder) => Promise<string[]>

export interface MutationOptions {
  select: Select
  newId: () => string
  autoGenerateArrayKeys: boolean
}

export function parseMutations(unsafeBody: unknown): {
  mutations: unknown[]
  transactionId?: string | undefined
} {
  const parsed = body.safeParse(unsafeBody)
  if (!parsed.success) throw new HttpError(400, `Malformed mutations: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

export async function applyMutations(
  transaction: TransactionBuilder,
  mutations: unknown[],
  options: MutationOptions,
): Promise<Result[]> {
  const results: Result[] = []
  for (const [index, item] of mutations.entries()) {
    try {
      results.push(...(await applyMutation(transaction, item, options)))
    } catch (error) {
      throw error instanceof ItemError ? new TransactionError('mutation', error, index) : error
    }
  }
  return results
}

async function applyMutation(
  transaction: TransactionBuilder,
  unsafeMutation: unknown,
  { select, newId, autoGenerateArrayKeys }: MutationOptions,
): Promise<Result[]> {
  const parsed = mutation.safeParse(unsafeMutation)
  if (!parsed.success) throw new ItemError(400, 'validationError', z.prettifyError(parsed.error))
  const keyed = <T>(value: T): T => (autoGenerateArrayKeys ? addArrayKeys(value, newId) : value)
  // An id that ends in a dot asks for a random id below that prefix.
  const identified = ({ _id = '', ...rest }: z.infer<typeof document>): SanityDocument =>
    keyed({ ...rest, _id: _id === '' || _id.endsWith('.') ? _id + newId() : _id })
  const targets = async ({
    id,
    query,
    params = {},
  }: {
    id?: string | undefined
    query?: string | undefined
    params?: Params | undefined
  }) => {
    if (id !== undefined) return [id]
    if (query !== undefined) return select(query, params, transaction)
    throw new ItemError(400, 'validationError', 'A patch or delete needs an id or a query')
  }

  const operation = parsed.data
  if ('create' in operation) return [transaction.create(identified(operation.create))]
  if ('createOrReplace' in operation)
    return [transaction.createOrReplace(identified(operation.createOrReplace))]
  if ('createIfNotExists' in operation)
    return [transaction.createIfNotExists(identified(operation.createIfNotExists))]
  if ('delete' in operation) return (await targets(operation.delete)).map((id) => transaction.delete(id))
  const { id, query, params, ifRevisionID = '', ...operations } = operation.patch
  const ids = await targets({ id, query, params })
  return ids.map((target) => transaction.patch(target, keyed(operations), { ifRevision: ifRevisionID }))
}
