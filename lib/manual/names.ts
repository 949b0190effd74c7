import type { Opening } from './manual.ts'

/** The title of a manual without one. */
export const unnamed = 'Operating Manual'

/**
 * The heading of the page: the headline, else the owner's name, else the line that identifies the document.
 */
export const headingOf = ({ headline, name, identity }: Opening): string =>
  headline ?? name ?? identity ?? unnamed

/** An address as readable text, without its scheme, query and trailing slash. */
export const addressText = (address: string): string =>
  address
    .replace(/^(mailto:|tel:|https?:\/\/)/i, '')
    .replace(/\?.*$/, '')
    .replace(/\/$/, '')
