/** CSS for what the Studio has no settings for. */
export const styles = `
/* Sanity's banner for a deleted document: the form of a deleted section says so itself, and shows its content. */
[data-testid='deleted-document-banner'] { display: none !important }
/* The choice between draft and published version, while there is only one of them. */
[data-testid='document-perspective-list']:has(:disabled) > *,
[data-testid='document-pane']:has([data-unpublished]) [data-testid='document-perspective-list'] > * {
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
  /* Toasts would cover an open entry and its close button. */
  body:has([data-testid='nested-object-dialog']) [data-ui='ToastProvider'] { visibility: hidden }
}
`
