import { useToast } from '@sanity/ui/toast'
import { useEffect } from 'react'
import type { LayoutProps } from 'sanity'
import { nameOf } from './actions/with-receipt.ts'
import { ConnectionNotice } from './connection-notice.tsx'
import { revived } from './keep-unsaved-edits.client.ts'
import { styles } from './styles.ts'

/** The Studio, with what it says and how it looks that is not of one form alone. */
export function Layout(props: LayoutProps) {
  useRevived()
  return (
    <>
      <style>{styles}</style>
      <ConnectionNotice />
      {props.renderDefault(props)}
    </>
  )
}

/** Says that a section somebody deleted is a draft again, since its author was writing in it. */
function useRevived() {
  const toast = useToast()
  useEffect(() => {
    const notices = revived.subscribe((section) =>
      toast.push({
        id: `revived-${String(section._id)}`,
        status: 'warning',
        closable: true,
        duration: Infinity,
        title: `“${nameOf(String(section._type), section as never)}” was deleted while you were writing`,
        description:
          'It is kept as a draft, with your words. Readers do not see it: publish it, or delete it.',
      }),
    )
    return () => notices.unsubscribe()
  }, [toast])
}
