/**
 * Everything that a page or another form says around its author's words, in English. Another language is a file like this one beside it,
 * and a line in `words.ts`. What stands in braces is filled in.
 */
export const en = {
  skip: 'Skip to the text',
  contents: 'Contents',
  opening: 'Opening',
  notAvailableNow: 'Not available right now',
  becomes: 'becomes',
  emptyShelf: 'Nothing on this shelf.',
  noSections: 'This manual has no sections yet. The first will appear here once it is published.',
  nothingTitle: 'Nothing is written here yet.',
  nothingText:
    'Somebody has put up this manual and not begun it. Its sections will stand here, numbered and dated, as they are published.',
  noSectionShown:
    'None of this manual’s sections can be shown right now: they are still to be written, or to be put right.',

  since: 'since {date}',
  confirmed: 'confirmed {date}',
  notConfirmedSince: 'not confirmed since {date}',
  confirmedOn: 'Confirmed on {date}.',
  allConfirmedOn: 'All confirmed on {date}.',
  allConfirmedSince: 'All confirmed since {date}.',
  othersConfirmedOn: 'The others confirmed on {date}.',
  othersConfirmedSince: 'The others confirmed since {date}.',
  someConfirmedOn: '{some} of {all} confirmed on {date}.',
  someConfirmedSince: '{some} of {all} confirmed since {date}.',
  nowConfirmed: 'Now confirmed',
  inPart: '{when}, in part',
  beginTitle: 'Begin with one sentence.',
  beginText:
    'The headline is what somebody takes away who reads nothing else. It is enough to publish; the rest can follow in any order.',
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
  answer: 'Answer',
  otherFormats: 'Other forms',
  published: 'Current',
  publishedInPart: 'Published in part',
  draft: 'Draft',
  empty: 'Empty',

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
  notFoundText: 'It was moved or mistyped. The manual is one page, and everything it says is on it.',
  failed: 'Failed',
  failedTitle: 'This page could not be drawn.',
  failedText:
    'Something went wrong on the server. It is not your fault, and it has been logged. Trying again often helps.',
  notAvailable: 'Not available',
  notAvailableTitle: 'The manual is not here yet.',
  notAvailableText:
    'Its server is running. The place where its words are kept has not answered so far, and there is no earlier copy to show.',
} as const
