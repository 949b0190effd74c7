/**
 * Checked by `tsc`, never run: what the parsers of lib/manual read is what `fetchPublished(manualQuery)`
 * gives, by the types generated from schema and query. A field that is added to a parser and forgotten in one
 * of the two is an error here, with its path.
 */
import type { z } from 'zod'
import type { openingFields, recordField } from '#lib/manual/manual.ts'
import type { SectionKind, sectionSchemas } from '#lib/manual/sections.ts'
import type { fetchPublished } from '#sanity/content/client.ts'
import type { manualQuery } from '#sanity/content/queries.ts'

/** What is said of a path that has a problem; `never` for all others. */
type Wrong<Path extends string, What extends string> = `${Path} ${What}`

type IsAbsent<Value> = undefined extends Value ? true : null extends Value ? true : false

/** The paths of what is read and not given, or not given as it is read. */
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
        : // The Studio writes both whenever it writes a paragraph; Sanity's types do not say so.
          Name extends 'children' | 'text'
          ? never
          : Wrong<Path, 'must be there, and may be absent'>
      : never)

type Given = NonNullable<Awaited<ReturnType<typeof fetchPublished<typeof manualQuery>>>>
// What is no list is given as it is, for the parser to name: it has no documents.
type GivenSection = Extract<NonNullable<Given['sections']>[number], { document: unknown }>['document']

type Identity = { [Name in keyof typeof openingFields]: z.input<(typeof openingFields)[Name]> } & {
  record: z.input<typeof recordField>
}

/** An error here names what is read and not given. */
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

/** The kinds that are given are the kinds that there are. */
export type OfEveryKind = None<
  Exclude<SectionKind, GivenSection['_type']> | Exclude<GivenSection['_type'], SectionKind>
>
