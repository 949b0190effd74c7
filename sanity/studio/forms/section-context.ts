import { createContext } from 'react'
import type { StillTrue } from '../use-still-true.tsx'

/** What the rows of entries need from the form of their section; `undefined` in other forms. */
export const SectionContext = createContext<
  | {
      /** Its number on the page; absent if it is not shown. */
      number: number | undefined
      isNow: boolean
      stillTrue: StillTrue | undefined
    }
  | undefined
>(undefined)

/** The number of an entry, `1.2`, for its row. */
export const EntryContext = createContext<string | undefined>(undefined)
