import { createContext } from 'react'
import type { StillTrue } from '../use-still-true.tsx'

/**
 * What the rows of a section's entries need to know of the section around them; `undefined` in other forms.
 */
export const SectionContext = createContext<
  | {
      /** Its number on the page; absent when it is not on it. */
      number: number | undefined
      isNow: boolean
      stillTrue: StillTrue | undefined
    }
  | undefined
>(undefined)

/** The number of an entry, `1.2`, for the row that shows it. */
export const EntryContext = createContext<string | undefined>(undefined)
