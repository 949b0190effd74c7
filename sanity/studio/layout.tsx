import { Box, Card, Flex } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useEffect } from 'react'
import { useClient, type LayoutProps } from 'sanity'
import { ConnectionNotice } from './connection-notice.tsx'
import { nameOf } from './document-name.ts'
import { Dialogs } from './editions/dialogs.tsx'
import { revived } from './keep-unsaved-edits.client.ts'
import { styles } from './styles.ts'
import { useToastRoom } from './toast-room.ts'
import { sendUnsavedEdits } from './unsaved-edits.client.ts'

/** The Studio's layout, with the styles, notices and dialogs that do not belong to one form. */
export function Layout(props: LayoutProps) {
  useUnsavedEdits()
  useRevived()
  useToastRoom()
  return (
    <>
      <style>{styles}</style>
      <Card height="fill" data-toast-room>
        <Flex direction="column" height="fill">
          <ConnectionNotice />
          {/* The rest of the window, in which the Studio is as high as it is in a window of its own. */}
          <Box flex={1} style={{ minHeight: 0, overflow: 'auto' }}>
            {props.renderDefault(props)}
          </Box>
        </Flex>
      </Card>
      <Dialogs />
    </>
  )
}

/** Saves the edits of tabs that were closed before they were saved. */
function useUnsavedEdits(): void {
  // The first API version with actions.
  const client = useClient({ apiVersion: '2025-02-19' })
  const { push } = useToast()
  useEffect(() => {
    void sendUnsavedEdits(client, (document) => revived.next(document)).then((saved) => {
      if (saved.length === 0) return
      const title = 'What you wrote before the tab was closed is in the draft now'
      push({ id: 'unsaved-edits', status: 'success', title, closable: true, duration: 20_000 })
    })
  }, [client, push])
}

/**
 * Tells the author that a section was deleted elsewhere while they were writing in it, and is a draft again.
 */
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
