'use server'

import { perspectiveCookieName } from '@sanity/preview-url-secret/constants'
import type { ClientPerspective } from 'next-sanity'
import { perspectiveChangeAction } from 'next-sanity/visual-editing/server-actions'
import { setSameSiteCookie } from '#sanity/preview/access.ts'

/** Remembers whether the Studio's preview shows drafts or what is published, and has the page rendered again. */
export async function changePerspective(perspective: ClientPerspective): Promise<void> {
  await perspectiveChangeAction(perspective)
  await setSameSiteCookie(perspectiveCookieName)
}
