/** CSS for what the Studio has no settings for. */
export const styles = `
/* Sanity's banner for a deleted document: the form of a deleted section says so itself, and shows its content. */
[data-testid='deleted-document-banner'] { display: none !important }
/* The choice between draft and published version, while there is only one of them; but not while the one that
   is not there is shown, as after unpublishing. */
[data-testid='document-perspective-list']:has(:disabled):not(:has([data-selected]:disabled)) > *,
[data-testid='document-pane']:has([data-unpublished]) [data-testid='document-perspective-list'] > * {
  display: none;
}
/* The choice of the draft while there is none: what is in the form is what is published. */
[data-testid='document-pane']:has([data-undrafted])
  [data-testid='document-perspective-list'] > :nth-child(2):has([data-selected]) {
  display: none;
}
/* The Studio's font has this bullet, but not the default one. */
[data-list-item='bullet'] [data-list-prefix] > span::before { content: '•' !important; font-size: 1em !important }
/* Dialogs show the author's words without capitalising them. */
[data-testid^='breadcrumb-item'] * { text-transform: none !important }
/* Text areas grow with their text. */
textarea { field-sizing: content; max-height: 60vh }
/* Sanity's toasts about publishing, unpublishing and deleting: the receipt replaces them. See wording.ts. */
[data-ui='Toast']:has(strong) { display: none !important }
/* Toasts stand below the list, where they cover neither Publish, nor a dialog, nor the end of a form; and above
   the bar of a preview. */
[data-ui='ToastProvider'] { inset: auto auto 3.5rem 0 !important }
/* On narrow screens there is no list beside the form. */
@media (max-width: 900px) {
  [data-ui='ToastProvider'] { inset: 0 0 auto auto !important }
  /* Above the footer while an entry is open, which has its close button at the top. */
  body:has([data-testid='nested-object-dialog']) [data-ui='ToastProvider'] { inset: auto 0 3.5rem auto !important }
}
/* On phones, Sanity lays an open entry over the window, with the bars of the panes in the midst of it, or over
   Publish. Here it is inside its pane, as on wider screens; or, if there is no box for it because the whole form
   scrolls with the window, above the footer, which is as high as this is. */
@media (max-width: 599.98px) {
  [data-testid='nested-object-dialog'] { bottom: 3.0625rem !important }
  [data-testid='document-panel-portal'] [data-testid='nested-object-dialog'] {
    position: absolute !important;
    bottom: 0 !important;
  }
  /* The button for the preview's width, which is that of a phone already. */
  [data-testid='preview-viewport-toggle'] { display: none !important }
}
`
