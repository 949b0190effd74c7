import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { isServed } from '#app/published/[generation]/format-route.ts'

export default async function GenerationLayout({
  children,
  params,
}: {
  children: ReactNode
  params: Promise<{ generation: string }>
}) {
  if (!(await isServed(params))) notFound()
  return children
}
