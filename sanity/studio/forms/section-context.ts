import { createContext } from 'react'
import type { SectionKind } from '#lib/manual/sections.ts'
import type { StillTrue } from '../use-still-true.tsx'

/** What the rows of entries need from the form of their section; `undefined` in other forms. */
export const SectionContext = createContext<
  | {
      /** Its number on the page; absent while it is empty, or not listed. */
      number: number | undefined
      kind: SectionKind
      stillTrue: StillTrue | undefined
    }
  | undefined
>(undefined)

/** The number of an entry, `1.2`, for its row. */
export const EntryContext = createContext<string | undefined>(undefined)
