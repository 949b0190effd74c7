import type { ContentListener } from './listener.ts'
import type { EditionRecord } from '#sanity/editions/edition-record.ts'
import type { PublishedContent } from './published-content.ts'

/** What the server provides to the pages it renders. */
interface ProcessContent {
  published: PublishedContent
  /** The listener for changes, in hosted mode. */
  listener?: ContentListener | undefined
  editions?: EditionRecord | undefined
}

// On the global object: Next.js bundles the pages, so they do not share modules with the server.
const key = Symbol.for('operating-manual.content')
const holder = globalThis as { [key]?: ProcessContent | undefined }

export const setProcessContent = (content: ProcessContent | undefined): void => void (holder[key] = content)

/** `undefined` where Next.js runs without our server. */
export const processContent = (): ProcessContent | undefined => holder[key]
