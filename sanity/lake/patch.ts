import { extract, Mutation } from '@sanity/mutator'
import { z } from 'zod'
import type { SanityDocument } from './documents.ts'
import { invalid, ItemError } from './errors.ts'

const values = z.record(z.string(), z.unknown())
const items = z.array(z.unknown())

/** The operations of one patch. Strict, so that an unknown operation is refused and not ignored. */
export const patchOperations = z.strictObject({
  setIfMissing: values.optional(),
  set: values.optional(),
  unset: z.array(z.string()).optional(),
  diffMatchPatch: z.record(z.string(), z.string()).optional(),
  inc: z.record(z.string(), z.number()).optional(),
  dec: z.record(z.string(), z.number()).optional(),
  insert: z
    .union([
      z.strictObject({ before: z.string(), items }),
      z.strictObject({ after: z.string(), items }),
      z.strictObject({ replace: z.string(), items }),
    ])
    .optional(),
})
export type PatchOperations = z.infer<typeof patchOperations>

// The order of operations within one patch. It is the order of @sanity/mutator, with which the Studio replays
// the lake's events: with another order, the Studio's copy of the document would differ.
const order = ['setIfMissing', 'set', 'unset', 'diffMatchPatch', 'inc', 'dec', 'insert'] as const

/**
 * @sanity/mutator silently skips these operations when the target has another type; hosted Sanity refuses
 *   them.
 */
const requiredType: Partial<Record<(typeof order)[number], string>> = {
  diffMatchPatch: 'string',
  inc: 'number',
  dec: 'number',
}

export function applyPatch<T extends SanityDocument>(document: T, patch: PatchOperations): T {
  let current = document
  for (const operation of order) {
    const argument = patch[operation]
    if (argument === undefined) continue
    const required = requiredType[operation]
    if (required) requireTargets(current, operation, Object.keys(argument), required)
    current = apply(current, { [operation]: argument })
  }
  for (const field of ['_id', '_type'] as const) {
    if (current[field] !== document[field]) {
      throw invalid(`Cannot modify immutable attribute "${field}"`)
    }
  }
  return current
}

function apply<T extends SanityDocument>(document: T, operation: PatchOperations): T {
  try {
    const mutation = new Mutation({ mutations: [{ patch: { id: document._id, ...operation } as never }] })
    return mutation.apply(document) as unknown as T
  } catch (error) {
    // The mutator throws plain errors for malformed paths and patches.
    const reason = error instanceof Error ? error.message : String(error)
    throw invalid(`Cannot patch document "${document._id}": ${reason}`)
  }
}

function requireTargets(document: SanityDocument, operation: string, paths: string[], type: string): void {
  for (const path of paths) {
    const targets = extract(path, document)
    if (targets.length > 0 && targets.every((target) => typeof target === type)) continue
    const text = `Cannot apply ${operation} to "${path}" of document "${document._id}": it is not a ${type}`
    throw new ItemError(409, 'mutationError', text)
  }
}
