import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Manual } from './manual.ts'

/**
 * The revision of a manual: the first 12 hex digits of SHA-256 over the canonical JSON of its content, with
 * the property names of `/manual.json`. Shown in the title block, in the ETag of `/manual.json` and in the
 * author's receipt.
 *
 * The time of publication is not part of it: publishing the same words again gives the same revision.
 */
export function revisionOf({ _id, opening, sections }: Manual): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson({ _id, identity: opening, sections })))).slice(0, 12)
}

/**
 * JSON with the keys of every object sorted and absent values left out, so that equal content gives equal
 * text.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, node: unknown) =>
    typeof node === 'object' && node !== null && !Array.isArray(node)
      ? Object.fromEntries(Object.entries(node).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : node,
  )
}
