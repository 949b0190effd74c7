import type { Opening } from './manual.ts'

/** What a manual is called when its author has not named it. */
export const unnamed = 'Operating Manual'

/**
 * What the manual says at the top: without a headline, its owner's name or the line that names the document.
 */
export const headingOf = ({ headline, name, identity }: Opening): string =>
  headline ?? name ?? identity ?? unnamed

/**
 * An address as text to read: who or where it is, without the scheme and the parts that only programs need.
 */
export const addressText = (address: string): string =>
  address
    .replace(/^(mailto:|tel:|https?:\/\/)/i, '')
    .replace(/\?.*$/, '')
    .replace(/\/$/, '')
