import type { DocumentInspector } from 'sanity'
import { useDocumentPane } from 'sanity/structure'
import { shownIn, useLeftFields } from './left-fields.ts'

const known = new WeakMap<DocumentInspector, DocumentInspector>()

/** Offers the list of problems, beside a form, only when the form shows one. Returns other inspectors as they are. */
export function whenShown(inspector: DocumentInspector): DocumentInspector {
  const { name, useMenuItem } = inspector
  if (name !== 'sanity/structure/validation' || !useMenuItem) return inspector
  const useItem: typeof useMenuItem = (props) => {
    const item = useMenuItem(props)
    const { validation, value } = useDocumentPane()
    const fields = useLeftFields(props.documentId)
    return { ...item, hidden: item.hidden === true || shownIn(validation, value, fields).length === 0 }
  }
  const quiet = known.get(inspector) ?? { ...inspector, useMenuItem: useItem }
  known.set(inspector, quiet)
  return quiet
}
