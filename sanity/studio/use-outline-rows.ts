import { useEffect, useState } from 'react'
import { useDocumentStore } from 'sanity'
import { outlineRows, type OutlineRow } from './outline.ts'

/** The answer to `outlineQuery`, updated after each change; `undefined` until there is one. */
export function useOutlineRows(): OutlineRow[] | undefined {
  const documents = useDocumentStore()
  const [rows, setRows] = useState<OutlineRow[]>()
  useEffect(() => {
    const answers = outlineRows(documents).subscribe(setRows)
    return () => answers.unsubscribe()
  }, [documents])
  return rows
}
