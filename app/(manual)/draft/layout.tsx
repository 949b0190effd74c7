import type { ReactNode } from 'react'
import { lateFilesScript } from '#lib/late-files.ts'

export default function DraftLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <script dangerouslySetInnerHTML={{ __html: lateFilesScript }} />
      {children}
    </>
  )
}
