import type { NextRequest } from 'next/server'
import { Subscription } from 'rxjs'
import { heartbeatMs } from '#components/preview/heartbeat.ts'
import { privateClient } from '#sanity/content/client.ts'
import { previewAccess } from '#sanity/preview/access.ts'
import { answer, unavailable } from '../answers.ts'

export const dynamic = 'force-dynamic'

/**
 * Tells a draft page, by server-sent events, that content has changed: `change` for every change, including
 * those of drafts. The event carries no content: the page asks the server to render it again. So the token
 * that can read drafts stays on the server. `heartbeat` tells the page that it is still connected; a comment
 * would not reach its script.
 */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const access = await previewAccess()
    if (access !== 'author' && access !== 'shared') return answer(401, 'No preview is open.')
    return follow(request)
  } catch (error) {
    return unavailable(error)
  }
}

function follow(request: NextRequest): Response {
  const encoder = new TextEncoder()
  const events = privateClient().live.events({ includeDrafts: true })
  let stop = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const timer = setInterval(() => send('event: heartbeat\ndata: {}\n\n'), heartbeatMs)
      const subscription = new Subscription()
      stop = () => {
        clearInterval(timer)
        subscription.unsubscribe()
        request.signal.removeEventListener('abort', stop)
        try {
          controller.close()
        } catch {
          // The browser has already closed the stream.
        }
      }
      request.signal.addEventListener('abort', stop)
      // Comes last, since it can fail before it returns.
      subscription.add(
        events.subscribe({
          next: ({ type }) => {
            // `restart`: events may have been missed while the connection to the content API was lost.
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
