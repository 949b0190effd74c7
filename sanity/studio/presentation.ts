import { map } from 'rxjs'
import { getDraftId, getPublishedId } from 'sanity'
import { defineDocuments, presentationTool, type DocumentLocationResolver } from 'sanity/presentation'
import { isSectionKind } from '#lib/manual/sections.ts'
import { outlineOf, outlineRows } from './outline.ts'

/** The preview: the real page with the draft in it, beside the forms. */
export const presentation = () =>
  presentationTool({
    previewUrl: {
      initial: ({ origin }) => origin,
      previewMode: { enable: '/api/draft-mode/enable', shareAccess: true },
    },
    resolve: {
      mainDocuments: defineDocuments([{ route: '/', type: 'manual' }]),
      locations,
    },
  })

/**
 * Where a document is used: at its place on the page or, when the manual does not refer to it, nowhere yet. A section just added to the
 * manual has no document until its first word is written.
 */
const locations: DocumentLocationResolver = ({ id, type }, { documentStore }) => {
  if (type === 'manual') return { locations: [{ title: 'The page', href: '/' }] }
  if (!isSectionKind(type)) return null
  return outlineRows(documentStore, 'locations').pipe(
    map((all) => {
      const publishedId = getPublishedId(id)
      const { onPage, listed } = outlineOf(all)
      const position = onPage.findIndex((item) => item.id === publishedId)
      if (position === -1 && listed.includes(publishedId))
        return {
          message: 'In the sections of the manual, with nothing in it yet.',
          tone: 'positive' as const,
        }
      if (position === -1)
        return {
          message: 'Not on the page: add it to the sections of the manual.',
          tone: 'caution' as const,
        }
      const section =
        all.find(({ _id }) => _id === getDraftId(publishedId)) ?? all.find(({ _id }) => _id === publishedId)
      return {
        locations: [
          { title: `§ ${position + 1} ${section?.eyebrow ?? ''}`.trim(), href: `/#${section?.anchor ?? ''}` },
        ],
      }
    }),
  )
}
