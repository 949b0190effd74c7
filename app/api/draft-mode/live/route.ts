import type { NextRequest } from 'next/server'
import { Subscription } from 'rxjs'
import { previewAccess } from '#sanity/preview/access.ts'
import { privateClient } from '#sanity/content/client.ts'

export const dynamic = 'force-dynamic'

const heartbeatMs = 20_000

/**
 * Tells a draft page that content has changed, as server-sent events: `change` for every change, drafts
 * included. It does not say what changed: the page asks the server to render it again. The token that may see
 * drafts stays on the server.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const access = await previewAccess()
  if (access !== 'author' && access !== 'shared')
    return Response.json({ message: 'No preview is open' }, { status: 401 })

  const encoder = new TextEncoder()
  const events = privateClient().live.events({ includeDrafts: true })
  let stop = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const timer = setInterval(() => send(':\n\n'), heartbeatMs)
      const subscription = new Subscription()
      stop = () => {
        clearInterval(timer)
        subscription.unsubscribe()
        request.signal.removeEventListener('abort', stop)
        try {
          controller.close()
        } catch {
          // The browser closed it first.
        }
      }
      request.signal.addEventListener('abort', stop)
      // Last: it may fail before it returns.
      subscription.add(
        events.subscribe({
          next: ({ type }) => {
            // `restart`: events may have been missed while the connection to the content API was down.
            if (type === 'message' || type === 'restart') send('event: change\ndata: {}\n\n')
            else if (type === 'welcome') send('event: welcome\ndata: {}\n\n')
          },
          error: () => stop(),
        }),
      )
      if (request.signal.aborted) stop()
    },
    cancel: () => stop(),
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
