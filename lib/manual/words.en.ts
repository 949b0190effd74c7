/**
 * Everything that a page or another form says around its author's words, in English. Another language is a file like this one beside it,
 * and a line in `words.ts`. What stands in braces is filled in.
 */
export const en = {
  skip: 'Skip to the manual',
  contents: 'Contents',
  becomes: 'becomes',
  emptyShelf: 'Nothing on this shelf.',
  noSections: 'This manual has no sections yet. The first will appear here once it is published.',
  noSectionShown:
    'None of this manual’s sections can be shown right now: they are still to be written, or to be put right.',

  since: 'since {date}',
  confirmed: 'confirmed {date}',
  notConfirmedSince: 'not confirmed since {date}',
  weekly: 'looked at every week',
  monthly: 'looked at every month',
  quarterly: 'looked at every quarter',
  yearly: 'looked at every year',

  open: 'open',
  limited: 'limited',
  closed: 'closed',
  until: 'until {date}',
  saidUntil: 'said until {date}',

  document: 'Document',
  revision: 'Revision',
  date: 'Date',
  status: 'Status',
  owner: 'Owner',
  sheet: 'Sheet',
  sheetOf: '{sheet} of {sheets}',
  address: 'Address',
  otherFormats: 'Other forms',
  published: 'Published',
  publishedInPart: 'Published in part',
  draft: 'Draft',

  theme: 'Theme',
  themeSystem: 'System',
  themeLight: 'Light',
  themeDark: 'Dark',

  theManual: 'The manual',
  asText: 'all of it, as text',
  asData: 'all of it, as data, with its revision',
  itsSections: 'Its sections',

  openManual: 'Open the manual',
  tryAgain: 'Try again',
  notFound: 'Not found',
  notFoundTitle: 'There is no sheet at this address.',
  notFoundText:
    'It may have been moved or mistyped. The manual itself is one page, and everything it says is on it.',
  failed: 'Failed',
  failedTitle: 'This page could not be drawn.',
  failedText:
    'Something went wrong on the server. It is not your fault, and it has been logged. Trying again often helps.',
  notAvailable: 'Not available',
  notAvailableTitle: 'The manual is not here yet.',
  notAvailableText:
    'The server is running, but its content source has not answered yet, and there is no earlier copy to show. Try again in a few seconds.',
} as const
