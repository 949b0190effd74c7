import { Box, Card, Flex } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useEffect } from 'react'
import { filter, map, mergeMap, skipWhile, take } from 'rxjs'
import { getPublishedId, useClient, useDocumentStore, useWorkspace, type LayoutProps } from 'sanity'
import { useRouterState } from 'sanity/router'
import { ConnectionNotice } from './connection-notice.tsx'
import { nameOf } from './document-name.ts'
import { Dialogs } from './dialogs.tsx'
import { revived } from './keep-unsaved-edits.client.ts'
import { Navbar } from './navbar.tsx'
import { NoTool } from './nowhere.tsx'
import { withdrawn } from './receipt-toast.ts'
import { stylesAt } from './styles.ts'
import { useToastRoom } from './toast-room.ts'
import { sendUnsavedEdits } from './unsaved-edits.client.ts'

/** The Studio's layout, with the styles, notices and dialogs that do not belong to one form. */
export function Layout(props: LayoutProps) {
  useUnsavedEdits()
  useRevived()
  useToastRoom()
  const hasTool = useHasTool()
  return (
    <>
      <style>{stylesAt(location.hostname)}</style>
      <Card height="fill" data-toast-room>
        <Flex direction="column" height="fill">
          <ConnectionNotice />
          {/* The rest of the window, in which the Studio is as high as it is in a window of its own. */}
          <Box flex={1} style={{ minHeight: 0, overflow: 'auto' }}>
            {hasTool ? (
              props.renderDefault(props)
            ) : (
              <>
                <Navbar />
                <NoTool />
              </>
            )}
          </Box>
        </Flex>
      </Card>
      <Dialogs />
    </>
  )
}

/** Whether the address names a tool, or none yet. `desk` is an old name of `structure`, to which Sanity leads. */
function useHasTool(): boolean {
  const { tool } = useRouterState() as { tool?: string }
  const { tools } = useWorkspace()
  return tool === undefined || tool === 'desk' || tools.some(({ name }) => name === tool)
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
 * Until it is published, or deleted once more.
 */
function useRevived() {
  const { push } = useToast()
  const documents = useDocumentStore()
  useEffect(() => {
    const notices = revived
      .pipe(
        mergeMap((section) => {
          const [id, type] = [getPublishedId(String(section._id)), String(section._type)]
          const toast = `revived-${id}`
          push({
            id: toast,
            status: 'warning',
            closable: true,
            duration: Infinity,
            title: `“${nameOf(type, section as never)}” was deleted while you were writing`,
            description:
              'It is kept as a draft, with your words. Readers do not see it: publish it, or delete it.',
          })
          return documents.pair.editState(id, type).pipe(
            // It is told before the draft is there.
            skipWhile(({ draft }) => !draft),
            filter(({ ready, draft, published }) => ready && (!draft || published !== null)),
            take(1),
            map(() => toast),
          )
        }),
      )
      .subscribe((toast) => push({ id: toast, duration: withdrawn }))
    return () => notices.unsubscribe()
  }, [push, documents])
}
