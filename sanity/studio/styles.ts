/** The list of the manual, where it is beside a form. */
const list =
  "[data-ui='PaneLayout']:not([data-collapsed]) > [data-pane-index='0'][data-ui='ListPane']:not([data-pane-collapsed])"
/** The page in the Presentation tool. On narrow screens it is a tab, in place of the form. */
const page = '#presentation-narrow-panel-preview'
const pageTab = '#presentation-narrow-tab-preview'

/** The switch that shares a preview, in the only menu with one. The QR code of the share is below. */
const share = "[data-ui='Menu'] label:has([data-ui='Switch'])"
/** A phone cannot open an address that leads to itself. */
const withoutQrCode = `
${share} { padding-bottom: 0.75rem }
${share} + [data-ui='Box'] { display: none }
`

/**
 * CSS for what the Studio has no settings for.
 *
 * @param hostname of the Studio.
 */
export const stylesAt = (hostname: string) => (isThisMachine(hostname) ? styles + withoutQrCode : styles)

/** Whether a name leads to the machine that it is used on, such as `localhost`: on a phone, to the phone. */
export const isThisMachine = (hostname: string) =>
  /^(localhost|[\w-]+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

const styles = `
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
/* Beside the mark of an error, a narrow form has room for the words of both choices, without their dots. */
[data-testid='document-perspective-list'] { container-type: inline-size }
@container (max-width: 14rem) {
  [data-testid='document-perspective-list'] button [data-ui='Text']:has(svg) { display: none }
  [data-testid='document-perspective-list'] > :last-child { margin-inline-end: -0.5rem }
}
/* When the seed was written is not when its author wrote anything. */
[data-testid='document-pane']:has([data-untouched]) [data-testid='pane-footer-document-status'] {
  display: none !important;
}
/* The Studio's font has this bullet, but not the default one. */
[data-list-item='bullet'] [data-list-prefix] > span::before { content: '•' !important; font-size: 1em !important }
/* Dialogs show the author's words without capitalising them. */
[data-testid^='breadcrumb-item'] * { text-transform: none !important }
/* Nor do they count an entry, which has its number on the page in its form: see entry-input.tsx. */
[data-testid^='breadcrumb-item'] [data-ui='Badge'] { display: none !important }
/* "No readings yet" without a frame, in which it would look like a field. */
[data-ui='ArrayInput__content'] > [data-ui='Card']:has(> [data-ui='Text']:only-child) {
  padding: 0.25rem 0;
  box-shadow: none !important;
  border-color: transparent !important;
}
[data-ui='ArrayInput__content'] > [data-ui='Card'] > [data-ui='Text']:only-child { text-align: start }
/* Text areas grow with their text. */
textarea { field-sizing: content; max-height: 60vh }
/* Sanity's toasts about publishing, unpublishing, deleting and discarding: the receipt replaces them. See wording.ts. */
[data-ui='Toast']:has(strong) { display: none !important }
/* Toasts have room of their own, where they cover nothing: below the list or the page that is beside a form, else
   below the whole Studio. Its height is measured: see toast-room.ts. */
[data-ui='ToastProvider'] {
  inset: auto auto 0 0 !important;
  padding: 0.75rem !important;
  max-height: 60vh;
  overflow: hidden auto;
}
/* As wide as the list is at least. */
body:has(${list}) [data-ui='ToastProvider'] { max-width: 20rem }
[data-toast-room],
[data-toast-room] ${list},
[data-toast-room]:not(:has(${pageTab})) ${page} { padding-bottom: var(--toasts, 0px) }
[data-toast-room]:has(${list}),
[data-toast-room]:has(${page}):not(:has(${pageTab})) { padding-bottom: 0 }
/* Dialogs over the whole window. */
[data-ui='Dialog']:not([data-toast-room] *, [data-testid='nested-object-dialog']) {
  padding-bottom: var(--toasts, 0px);
}
/* On phones, Sanity lays an open entry over the window, with the bars of the panes in the midst of it, or over
   Publish. Here it is inside its pane, as on wider screens; or, if there is no box for it because the whole form
   scrolls with the window, above the footer, which is as high as this is. */
@media (max-width: 599.98px) {
  [data-testid='nested-object-dialog'] { bottom: calc(3.0625rem + var(--toasts, 0px)) !important }
  [data-testid='document-panel-portal'] [data-testid='nested-object-dialog'] {
    position: absolute !important;
    bottom: 0 !important;
  }
  /* The button for the preview's width, which is that of a phone already. */
  [data-testid='preview-viewport-toggle'] { display: none !important }
}
`
