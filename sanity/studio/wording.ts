import { defineLocaleResourceBundle } from 'sanity'

/** What the Studio says in words of its own, where Sanity's say something that is not so here. */
export const wording = [
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'studio',
    resources: {
      // A script or a restored archive has written the published document: nobody has edited it live.
      'timeline.operation.edited-live': 'Written',
      'timeline.operation.edited-live_timestamp': 'Written: {{timestamp, datetime}}',
      // Both can be chosen whether or not there is a draft.
      'release.chip.draft': 'To edit',
      'release.chip.published': 'As published',
    },
  }),
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'presentation',
    resources: {
      // On a phone, where the tool is called “Presentation” in the line above.
      'narrow-tabs.preview-tab.label': 'Page',
      'narrow-tabs.content-tab.label': 'Form',
    },
  }),
]
