/** CSS for what the Studio has no settings for. */
export const styles = `
/* The form of a deleted section says so itself, and shows what was in it. */
[data-testid='deleted-document-banner'] { display: none !important }
/* Where readers have nothing, or what they have is all there is, there is nothing to choose between. */
[data-testid='document-perspective-list']:has(:disabled) > *,
[data-testid='document-pane']:has([data-unpublished]) [data-testid='document-perspective-list'] > * {
  display: none;
}
/* The face that comes with the Studio has this one. */
[data-list-item='bullet'] [data-list-prefix] > span::before { content: '•' !important; font-size: 1em !important }
/* Dialogs show an author's words as they are written. */
[data-testid^='breadcrumb-item'] * { text-transform: none !important }
/* A statement of several lines is seen whole. */
textarea { field-sizing: content; max-height: 60vh }
/* What Sanity says of what was published, unpublished or restored: the receipt says it. */
[data-ui='Toast']:has(strong) { display: none !important }
/* Under the list, away from Publish, from what a dialog asks for, and from what stands at the foot of a form. */
[data-ui='ToastProvider'] { inset-inline: 0 auto !important }
/* Where there is no list beside the form. */
@media (max-width: 900px) {
  [data-ui='ToastProvider'] { inset: 0 0 auto auto !important }
}
`
