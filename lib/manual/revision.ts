import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Manual } from './manual.ts'

/**
 * The revision of a manual: the first 12 hex digits of SHA-256 over the canonical JSON of its content, under
 * the names that `/manual.json` has for it. The title block, the ETag of `/manual.json` and the author's
 * receipt quote it.
 *
 * The time of publication is not part of it: the same words published twice are the same revision.
 */
export function revisionOf({ _id, opening, sections }: Manual): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson({ _id, identity: opening, sections })))).slice(0, 12)
}

/**
 * JSON with the keys of every object in order and absent values left out, so that equal content gives equal
 * text.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, node: unknown) =>
    typeof node === 'object' && node !== null && !Array.isArray(node)
      ? Object.fromEntries(Object.entries(node).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : node,
  )
}
