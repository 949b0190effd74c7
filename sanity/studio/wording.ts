import { defineLocaleResourceBundle } from 'sanity'

/** Replaces texts of the Studio that are wrong or unclear here. */
export const wording = [
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'studio',
    resources: {
      // Written by a script or a restored archive: nobody has edited the published document in the Studio.
      'timeline.operation.edited-live': 'Written',
      'timeline.operation.edited-live_timestamp': 'Written: {{timestamp, datetime}}',
      // Neither depends on whether there is a draft.
      'release.chip.draft': 'To edit',
      'release.chip.published': 'As published',
      'inputs.array.action.add-before': 'Add one before',
      'inputs.array.action.add-after': 'Add one after',
      'inputs.invalid-value.title': 'This cannot be shown here',
      'inputs.invalid-value.description':
        'Something other than the Studio wrote it, and it is not what belongs in this field. Readers do not see it.',
      'inputs.invalid-value.reset-button.text': 'Empty this field',
      // All else has a title: this is a line of the manual's list for a section that was just added.
      'preview.default.title-fallback': 'New: nothing is in it yet',
      // Shown in the manual's list of sections, the only list with references.
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
      // Every existing document has a name, so a document without one has been deleted.
      'panes.document-header-title.untitled.text': 'Deleted',
      'doc-title.fallback.text': 'Deleted',
      'document-view.form-view.form-title-fallback': 'Deleted',
      'browser-document-title.untitled-document': 'Deleted',
      // These have receipts of their own. `<Strong>` marks the toasts that `styles.ts` hides.
      'panes.document-operation-results.operation-success_delete': '<Strong>Deleted</Strong>',
      'panes.document-operation-results.operation-success_discardChanges': '<Strong>Discarded</Strong>',
      'panes.document-operation-results.operation-success_restore':
        'What you restored is in the draft, and not yet with readers: look at it, then publish',
      'panes.document-operation-results.operation-success_duplicate':
        'The form has the copy now, as a draft with an anchor of its own',
      // The Studio's own are about referring documents, which do not matter here: the manual's references are weak.
      'panes.document-operation-results.operation-error_delete': 'It could not be deleted',
      'panes.document-operation-results.operation-error_unpublish': 'It could not be unpublished',
      'panes.document-operation-results.operation-error_discardChanges': 'The draft could not be discarded',
      'panes.document-operation-results.operation-error_restore': 'It could not be restored',
    },
  }),
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'validation',
    resources: {
      // Shown for paragraphs and lists only; the parser reports all else.
      'generic.not-allowed_hint':
        '“{{hint}}” has no place in prose: cut the words out and paste them as plain text',
    },
  }),
  defineLocaleResourceBundle({
    locale: 'en-US',
    namespace: 'presentation',
    resources: {
      // On a phone, where the line above says “Presentation” already.
      'narrow-tabs.preview-tab.label': 'Page',
      'narrow-tabs.content-tab.label': 'Form',
    },
  }),
]
