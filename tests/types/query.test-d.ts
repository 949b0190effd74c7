/**
 * Checked by `tsc`, never run. Compares what the parsers of lib/manual read with what
 * `fetchPublished(manualQuery)` returns, by the types generated from the schema and the query. A field of a
 * parser that is missing in either is a type error with its path.
 */
import type { z } from 'zod'
import type { openingFields, recordField } from '#lib/manual/manual.ts'
import type { SectionKind, sectionSchemas } from '#lib/manual/sections.ts'
import type { fetchPublished } from '#sanity/content/client.ts'
import type { manualQuery } from '#sanity/content/queries.ts'

/** The message for a path with a problem. */
type Wrong<Path extends string, What extends string> = `${Path} ${What}`

type IsAbsent<Value> = undefined extends Value ? true : null extends Value ? true : false

/**
 * The messages for all fields that the parsers read but the query does not return, or returns in another
 * type.
 */
type Lacking<Read, Given, Path extends string> = [Read] extends [readonly (infer ReadItem)[]]
  ? [Given] extends [readonly (infer GivenItem)[]]
    ? Lacking<ReadItem, GivenItem, `${Path}[]`>
    : Wrong<Path, 'is given as something else than a list'>
  : [Read] extends [object]
    ? {
        [Name in keyof Read & string]: Name extends keyof Given
          ? LackingField<Read, Given, Name, `${Path}.${Name}`>
          : Wrong<`${Path}.${Name}`, 'is read, and not asked for'>
      }[keyof Read & string]
    : [Given] extends [Read]
      ? never
      : Wrong<Path, 'is given as something else than it is read'>

type LackingField<Read, Given, Name extends keyof Read & keyof Given & string, Path extends string> =
  | Lacking<NonNullable<Read[Name]>, NonNullable<Given[Name]>, Path>
  | (IsAbsent<Given[Name]> extends true
      ? IsAbsent<Read[Name]> extends true
        ? never
        : // The Studio always writes both fields of a paragraph, but Sanity's types declare them as optional.
          Name extends 'children' | 'text'
          ? never
          : Wrong<Path, 'must be there, and may be absent'>
      : never)

type Given = NonNullable<Awaited<ReturnType<typeof fetchPublished<typeof manualQuery>>>>
// If `sections` is not a list, the query returns it unchanged, without documents.
type GivenSection = Extract<NonNullable<Given['sections']>[number], { document: unknown }>['document']

type Identity = { [Name in keyof typeof openingFields]: z.input<(typeof openingFields)[Name]> } & {
  record: z.input<typeof recordField>
}

/** A type error here names the missing fields. */
type None<Paths extends never> = Paths

export type OfTheManual = None<Lacking<Identity, Given, 'manual'>>

export type OfEachSection = None<
  {
    [Kind in SectionKind]: Lacking<
      z.input<(typeof sectionSchemas)[Kind]>,
      Extract<GivenSection, { _type: Kind }>,
      Kind
    >
  }[SectionKind]
>

/** The kinds that the query returns are exactly the kinds of sections. */
export type OfEveryKind = None<
  Exclude<SectionKind, GivenSection['_type']> | Exclude<GivenSection['_type'], SectionKind>
>
