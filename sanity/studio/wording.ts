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
      // In the manual's list, the only one with references.
      'inputs.reference.error.document-unavailable-title': 'A section that was deleted',
      'inputs.reference.error.nonexistent-document-title': 'Deleted',
      'inputs.reference.error.nonexistent-document-description':
        'Readers do not see it (<code>{{documentId}}</code>). It is under “Deleted” in the list of the manual, to be restored; or remove this line.',
    },
  }),
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'structure',
    resources: {
      // Everything that is there has a name of its own.
      'panes.document-header-title.untitled.text': 'Deleted',
      'doc-title.fallback.text': 'Deleted',
      'document-view.form-view.form-title-fallback': 'Deleted',
      'browser-document-title.untitled-document': 'Deleted',
    },
  }),
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'validation',
    resources: {
      // Beside it stands the parser's sentence, which says why.
      'generic.not-allowed_hint': '“{{hint}}” is not one of the choices',
    },
  }),
]
