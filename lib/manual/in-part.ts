import type { z } from 'zod'

type Schema = z.core.$ZodType
type Path = readonly PropertyKey[]

const dispensables = new WeakSet<Schema>()

/**
 * Marks the items of a list as dispensable: an invalid item is left out alone, and the rest of the list
 * stays.
 */
export function dispensable<Item extends z.ZodType>(item: Item): Item {
  dispensables.add(item)
  return item
}

interface Issue {
  path: Path
  message: string
  /** The value in which `path` is to be resolved. */
  root: unknown
}

interface ParsedInPart<Output> {
  /** `undefined` when an indispensable part is invalid. */
  data: Output | undefined
  issues: Issue[]
}

/**
 * Parses a value and leaves out invalid parts that it can do without: optional fields, and items marked
 * `dispensable`. `issues` names everything that is invalid.
 */
export function parseInPart<Output>(schema: z.ZodType<Output>, value: unknown): ParsedInPart<Output> {
  const issues: Issue[] = []
  const parts: Path[] = []
  const keys = new Set<unknown>()
  let root = value
  for (;;) {
    const { data, error } = schema.safeParse(root)
    if (!error) return { data, issues }
    const found = outermost(error.issues.map((issue) => ({ issue, part: partOf(schema, issue.path) })))
    issues.push(
      ...found
        // Leaving out a part can cause further issues that are no mistakes of the author: a list that is now
        // empty, or marks that refer to a link that is gone.
        .filter(({ issue: { path } }) => !isAround(path, parts) && !isMarkOf(keys, root, path))
        .map(({ issue: { path, message } }) => ({ path, message, root })),
    )
    const wrong = found.flatMap(({ part }) => (part ? [part] : []))
    if (wrong.length < found.length) return { data: undefined, issues }
    // A part that was left out may have hidden other issues, so parse again without it.
    for (const part of wrong) {
      parts.push(part)
      const { _key } = (valueAt(root, part) ?? {}) as { _key?: unknown }
      if (typeof _key === 'string') keys.add(_key)
    }
    root = without(root, wrong)
  }
}

/** Whether the path leads to a mark that refers to a part that was left out. */
const isMarkOf = (keys: ReadonlySet<unknown>, root: unknown, path: Path) =>
  path.at(-2) === 'marks' && keys.has(valueAt(root, path))

const isAround = (path: Path, parts: readonly Path[]) =>
  parts.some((part) => part.length > path.length && path.every((segment, at) => segment === part[at]))

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>((node, segment) => (node as Record<PropertyKey, unknown> | undefined)?.[segment], root)

interface Found {
  issue: z.core.$ZodIssue
  part: Path | undefined
}

/** One issue for each part that is left out: issues inside it are dropped. */
function outermost(found: readonly Found[]): Found[] {
  const named = new Set<string>()
  const starts = new Set(found.flatMap(({ part }) => (part ? [keyOf(part)] : [])))
  return found.filter(({ part }) => {
    if (!part) return true
    if (named.has(keyOf(part)) || part.some((_, at) => at > 0 && starts.has(keyOf(part.slice(0, at)))))
      return false
    named.add(keyOf(part))
    return true
  })
}

const keyOf = (path: Path) => JSON.stringify(path)

/** The smallest dispensable part that contains the path; `undefined` if there is none. */
function partOf(schema: Schema, path: Path): Path | undefined {
  const schemas = [schema]
  for (const segment of path) schemas.push(within(schemas.at(-1) as Schema, segment))
  for (let length = path.length; length > 0; length -= 1) {
    const inner = schemas[length] as Schema
    const isField = typeof path[length - 1] === 'string'
    // An optional field counts only if it is invalid itself, not if something inside it is.
    const isDispensable = isField ? length === path.length && acceptsAbsence(inner) : dispensables.has(inner)
    if (isDispensable) return path.slice(0, length)
  }
  return undefined
}

const acceptsAbsence = (schema: Schema) => (schema as z.ZodType).safeParse(undefined).success

/** The schema of a field or an item in the given one. */
function within(schema: Schema, segment: PropertyKey): Schema {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return def.shape[String(segment)] ?? schema
    case 'array':
      return def.element
    case 'pipe':
      return within(def.in, segment)
    case 'optional':
    case 'nullable':
      return within(def.innerType, segment)
    default:
      return schema
  }
}

/** A copy of a JSON value without the values at these paths. */
function without(value: unknown, paths: readonly Path[]): unknown {
  const inner = new Map<PropertyKey, Path[]>()
  for (const [first, ...rest] of paths) {
    const below = inner.get(first as PropertyKey)
    if (below) below.push(rest)
    else inner.set(first as PropertyKey, [rest])
  }
  /** The child without the given paths, in an array; empty if the child itself is removed. */
  const left = (name: PropertyKey, child: unknown): unknown[] => {
    const below = inner.get(name)
    if (!below) return [child]
    return below.some(({ length }) => length === 0) ? [] : [without(child, below)]
  }
  if (Array.isArray(value)) return value.flatMap((child, index) => left(index, child))
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([name, child]) => left(name, child).map((item) => [name, item])),
  )
}
