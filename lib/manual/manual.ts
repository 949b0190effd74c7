import { z } from 'zod'
import {
  choice,
  href,
  line,
  optionalDate,
  optionalEntries,
  optionalHref,
  optionalLanguage,
  optionalLine,
} from './fields.ts'
import { optionalProse } from './prose.ts'
import type { Section, SectionKind } from './sections.ts'
import type { Unavailable } from './unavailable.ts'

/** The author's availability; shown only if it has a text. */
export const availability = z.object(
  {
    text: optionalLine,
    href: optionalHref,
    /** Without a state, no mark is shown. */
    state: choice('open', 'limited', 'closed'),
    /** After this day, the line is no longer shown as certain. */
    until: optionalDate,
  },
  { error: 'must have a text and an address' },
)

/** A link to the owner's profile elsewhere. */
export const profile = { label: line, href }

/**
 * The fields of the `manual` document that the page shows, without its sections. Each is parsed by itself:
 * see `parseManual`.
 */
export const openingFields = {
  identity: line,
  kicker: optionalLine,
  headline: line,
  introduction: optionalProse,
  availability: availability
    .nullish()
    .transform((value) => (value?.text ? { ...value, text: value.text } : undefined)),
  name: optionalLine,
  contact: optionalHref,
  profiles: optionalEntries(profile),
  language: optionalLanguage,
}

/** Whether a record of editions is kept, and who can see it. Off by default. */
export const recordField = choice('off', 'private', 'public').transform((value) => value ?? ('off' as const))

type OpeningFields = { [Name in keyof typeof openingFields]: z.output<(typeof openingFields)[Name]> }

/**
 * The part of the manual before its first section. A field that is missing or invalid is `undefined`, and is
 * named in the problems from `parseManual`.
 */
export type Opening = { [Name in keyof OpeningFields]: OpeningFields[Name] | undefined }

/** The view model: the input of the page and of every other format. */
export interface Manual {
  /** The id of the `manual` document. */
  _id: string
  opening: Opening
  /** The sections that can be shown, in their order on the page. */
  sections: Section[]
  /** Sections that are published and contain text, but cannot be shown. */
  unavailable: Unavailable[]
  /**
   * When the latest change was published: ISO 8601, UTC. Absent while nothing was published by hand: imported
   * documents have no date of publication.
   */
  publishedAt: string | undefined
  /** Whether a record of editions is kept, and who can see it. Not part of the text. */
  record: z.output<typeof recordField>
}

/** One thing that is wrong with one field of one document. */
export interface Problem {
  /**
   * The path of the field, such as `readings[_key=="building"].subject`; empty for the document as a whole.
   */
  path: string
  /** The same path as field names and array indices: `['readings', 1, 'subject']`. */
  place: readonly (string | number)[]
  /** Completes a sentence that begins with the field: "is empty". */
  message: string
}

/** A document that cannot be shown, or only in part, and why. */
export interface DocumentProblems {
  /** The document to fix: the manual, if the mistake is in its list of sections. */
  documentId: string
  documentType: 'manual' | SectionKind
  /** The index in the manual's list of sections; `undefined` for the `manual` document itself. */
  position: number | undefined
  /** Whether the document is shown, without the parts named in `problems`. */
  isShown: boolean
  /** The section is not shown because nothing is written in it, which is no mistake. */
  isBlank?: true
  /** The number that the section keeps, if it is not shown although something is written in it. */
  number?: number
  /** The section's eyebrow or title, else its position in the list. */
  label: string
  /** The id that a reference leads to without finding a document. */
  missingId?: string
  problems: Problem[]
}

export interface ParsedManual {
  manual: Manual
  problems: DocumentProblems[]
  /** The ids of the sections in `manual.unavailable`, in the same order. */
  unavailableIds: string[]
  /** The ids of listed sections that are not published. */
  missingIds: string[]
  /** The paths of invalid parts that were left out of documents that are shown, by document id. */
  brokenParts: Record<string, string[]>
  /** The `_updatedAt` of the documents, by id: ISO 8601, UTC. */
  dates: Record<string, string>
}
