import { defineDocuments, presentationTool } from 'sanity/presentation'

/** The Presentation tool: the page with the draft in it, beside the forms. */
export const presentation = () =>
  presentationTool({
    previewUrl: {
      initial: ({ origin }) => origin,
      previewMode: { enable: '/api/draft-mode/enable', shareAccess: true },
    },
    resolve: { mainDocuments: defineDocuments([{ route: '/', type: 'manual' }]) },
  })
