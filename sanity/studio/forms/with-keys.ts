import type { FieldError } from 'sanity'

/**
 * A value in which every item of every list, at any depth, has a key of its own. Items that are nothing (`null`) are
 * left out. All else stays.
 *
 * @param newKey returns a key that no other item has.
 */
export function withKeys(value: unknown, newKey: () => string): unknown {
  if (Array.isArray(value)) {
    const taken = new Set<unknown>()
    return value
      .filter((item) => item !== null && item !== undefined)
      .map((item: unknown) => {
        if (typeof item !== 'object' || Array.isArray(item)) return item
        const { _key } = item as { _key?: unknown }
        const isSound = typeof _key === 'string' && _key !== '' && !taken.has(_key)
        const key = isSound ? _key : newKey()
        taken.add(key)
        return { ...(withKeys(item, newKey) as object), _key: key }
      })
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, withKeys(child, newKey)]))
}

/** Whether keys are all that a list lacks. Other values than objects among its items are for the author to remove. */
export const lacksKeys = ({ error }: FieldError): boolean =>
  error.type === 'MISSING_KEYS' ||
  error.type === 'DUPLICATE_KEYS' ||
  (error.type === 'MIXED_ARRAY' &&
    error.value.every((item) => item === null || (typeof item === 'object' && !Array.isArray(item))))

/** A random key. Not from `crypto.randomUUID`, which pages without TLS do not have. */
export const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0')).join('')
