import type { ReactNode } from 'react'
import { lateFilesScript } from '#lib/late-files.ts'

export default function StudioLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <script dangerouslySetInnerHTML={{ __html: lateFilesScript }} />
      </head>
      <body style={{ margin: 0 }}>{children}</body>
    </html>
  )
}
