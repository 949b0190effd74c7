'use server'

import type { ClientPerspective } from 'next-sanity'
import { refresh } from 'next/cache'
import { setPerspective } from '#sanity/preview/access.ts'

/**
 * Remembers whether the Studio's preview shows drafts or what is published, and has the page rendered again.
 */
export async function changePerspective(perspective: ClientPerspective): Promise<void> {
  await setPerspective(perspective)
  refresh()
}
