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
      // Only sections can be deleted and unpublished, and only the manual refers to them.
      'confirm-delete-dialog.header.text_delete': 'Delete this section?',
      'confirm-delete-dialog.header.text_unpublish': 'Unpublish this section?',
      'confirm-delete-dialog.confirmation.text_delete_one':
        'Readers will not see it any more. Its address in the Studio keeps what was in it.',
      'confirm-delete-dialog.confirmation.text_unpublish':
        'Readers will not see “<DocumentTitle/>” any more. What is in it becomes its draft.',
      'confirm-delete-dialog.confirm-button.text_delete_one': 'Delete it',
      'confirm-delete-dialog.confirm-button.text_unpublish': 'Unpublish it',
      'confirm-delete-dialog.confirm-anyway-button.text_delete_one': 'Delete it',
      'confirm-delete-dialog.confirm-anyway-button.text_unpublish': 'Unpublish it',
      'confirm-delete-dialog.loading.text': 'Looking where it is listed…',
      'confirm-delete-dialog.referring-document-count.text_one':
        '“<DocumentTitle/>” is in the list of the page',
      'confirm-delete-dialog.referring-documents-descriptor.text_delete': 'It is listed in:',
      'confirm-delete-dialog.referring-documents-descriptor.text_unpublish': 'It is listed in:',
      'confirm-delete-dialog.referential-integrity-disclaimer.text_delete':
        'Its line stays there until you remove it, so that a restored section is where it was.',
      'confirm-delete-dialog.referential-integrity-disclaimer.text_unpublish':
        'Its line stays there, so that it is where it was once you publish it again.',
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
