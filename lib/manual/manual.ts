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

/** A line about what its author is open to; nothing without a text. */
export const availability = z.object(
  {
    text: optionalLine,
    href: optionalHref,
    /** Without one, no mark is shown. */
    state: choice('open', 'limited', 'closed'),
    /** A day, after which it is no longer shown as certain. */
    until: optionalDate,
  },
  { error: 'must have a text and an address' },
)

/** An address elsewhere of the manual's owner. */
export const profile = { label: line, href }

/**
 * The fields of the `manual` document that its page shows, without its sections. Each is parsed alone: see
 * `parseManual`.
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

/** Whether a record of its editions is kept, and who sees it. Off unless its author says otherwise. */
export const recordField = choice('off', 'private', 'public').transform((value) => value ?? ('off' as const))

type OpeningFields = { [Name in keyof typeof openingFields]: z.output<(typeof openingFields)[Name]> }

/**
 * What the manual says before its first section. A field that is missing or does not parse is `undefined`,
 * and named in the problems that `parseManual` returns with it: a page works without a headline.
 */
export type Opening = { [Name in keyof OpeningFields]: OpeningFields[Name] | undefined }

/** The view model: everything the page, and every other format, is made from. */
export interface Manual {
  /** The id of the document it comes from. */
  _id: string
  opening: Opening
  /** The sections that can be shown, in their order on the page. */
  sections: Section[]
  /** The sections that are written and published, and cannot be shown. */
  unavailable: Unavailable[]
  /**
   * When its latest change was published: ISO 8601, UTC. Absent while nothing has been published by hand: a
   * document that is still as it was imported or installed has no date of publication.
   */
  publishedAt: string | undefined
  /** Whether a record of its editions is kept, and who sees it. No part of what the manual says. */
  record: z.output<typeof recordField>
}

/** One thing that is wrong with one field of one document. */
export interface Problem {
  /**
   * The path of the field, such as `readings[_key=="building"].subject`; empty for the document as a whole.
   */
  path: string
  /** The same as names of fields and indices in lists: `['readings', 1, 'subject']`. */
  place: readonly (string | number)[]
  /** Completes a sentence that begins with the field: "is empty". */
  message: string
}

/** A document that could not be shown, or only in part, and why. */
export interface DocumentProblems {
  /** The document in which to fix it: the manual, when the mistake is in its list of sections. */
  documentId: string
  documentType: 'manual' | SectionKind
  /**
   * Its place among the manual's references, counted from 0; `undefined` for the `manual` document itself.
   */
  position: number | undefined
  /** Only what is named in `problems` is left out: the rest of the document is shown. */
  isShown: boolean
  /** It is a section that is not shown because nothing is written in it: that is no mistake. */
  isBlank?: true
  /**
   * What to call it: its eyebrow or title when it has one, else its id; its place, when there is no such
   * document.
   */
  label: string
  problems: Problem[]
}

export interface ParsedManual {
  manual: Manual
  problems: DocumentProblems[]
  /** The ids of the sections in `manual.unavailable`, in its order. */
  unavailableIds: string[]
  /** The ids of the sections that its list leads to, and that are not published. */
  missingIds: string[]
  /** What was left out of documents that are shown, because it is wrong: its paths, by the ids. */
  brokenParts: Record<string, string[]>
  /** The `_updatedAt` of its documents, by their ids: ISO 8601, UTC. */
  dates: Record<string, string>
}
