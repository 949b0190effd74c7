/** What the Studio has no settings for. */
export const styles = `
/* The form of a deleted section says so itself, and shows what was in it. */
[data-testid='deleted-document-banner'] { display: none !important }
/* Dialogs show an author's words as they are written. */
[data-testid^='breadcrumb-item'] * { text-transform: none !important }
/* A statement of several lines is seen whole. */
textarea { field-sizing: content; max-height: 60vh }
/* What Sanity says of what was published, unpublished or restored: the receipt says it. */
[data-ui='Toast']:has(strong) { display: none !important }
/* At the foot of a phone is Publish. */
@media (max-width: 600px) {
  [data-ui='ToastProvider'] { inset-block: 0 auto !important }
}
`
