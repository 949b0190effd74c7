import type { z } from 'zod'

type Schema = z.core.$ZodType
type Path = readonly PropertyKey[]

const dispensables = new WeakSet<Schema>()

/**
 * Marks the items of a list as ones it can do without: an item that is wrong costs itself and nothing around
 * it.
 */
export function dispensable<Item extends z.ZodType>(item: Item): Item {
  dispensables.add(item)
  return item
}

interface Issue {
  path: Path
  message: string
  /** The value that the path leads into. */
  root: unknown
}

interface ParsedInPart<Output> {
  /** `undefined` when something is wrong that nothing can be shown without. */
  data: Output | undefined
  issues: Issue[]
}

/**
 * Parses a value without those of its parts that are wrong and that it can do without: fields that may be
 * absent, and items that are `dispensable`. All that is wrong is in `issues`.
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
        // What follows from leaving out a part is not another mistake: a list that is empty now, words that
        // were marked by it.
        .filter(({ issue: { path } }) => !isAround(path, parts) && !isMarkOf(keys, root, path))
        .map(({ issue: { path, message } }) => ({ path, message, root })),
    )
    const wrong = found.flatMap(({ part }) => (part ? [part] : []))
    if (wrong.length < found.length) return { data: undefined, issues }
    // A part may have hidden what else is wrong: look again, without it.
    for (const part of wrong) {
      parts.push(part)
      const { _key } = (valueAt(root, part) ?? {}) as { _key?: unknown }
      if (typeof _key === 'string') keys.add(_key)
    }
    root = without(root, wrong)
  }
}

/** Whether a mark of a span is one that a part made, which is left out. */
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

/** One issue for each part that is left out: what is wrong inside it does not matter any more. */
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

/** The smallest part around a place that the whole can do without; `undefined` if there is none. */
function partOf(schema: Schema, path: Path): Path | undefined {
  const schemas = [schema]
  for (const segment of path) schemas.push(within(schemas.at(-1) as Schema, segment))
  for (let length = path.length; length > 0; length -= 1) {
    const inner = schemas[length] as Schema
    const isField = typeof path[length - 1] === 'string'
    // An optional field around the place is not the one that is wrong.
    const isDispensable = isField ? length === path.length && acceptsAbsence(inner) : dispensables.has(inner)
    if (isDispensable) return path.slice(0, length)
  }
  return undefined
}

const acceptsAbsence = (schema: Schema) => (schema as z.ZodType).safeParse(undefined).success

/** The schema of a field or an item. */
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

/** A copy of a JSON value without what is at these paths. */
function without(value: unknown, paths: readonly Path[]): unknown {
  const inner = new Map<PropertyKey, Path[]>()
  for (const [first, ...rest] of paths) {
    const below = inner.get(first as PropertyKey)
    if (below) below.push(rest)
    else inner.set(first as PropertyKey, [rest])
  }
  /** None, or one: what is left of it. */
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
