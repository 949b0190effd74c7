/**
 * Server-sent events. A stream ends when its reader disconnects, when it falls too far behind, or when the
 * lake closes; clients reconnect by themselves.
 */

export interface ServerEvent {
  event: string
  data: unknown
  id?: string
}

export interface EventSink {
  /** Sends the events together or not at all. */
  send(...events: ServerEvent[]): void
  /** Resolves when the reader has taken everything, or is gone. */
  drained(): Promise<void>
  close(): void
}

const heartbeatMs = 20_000
/** The most bytes to buffer for a slow reader before its stream ends. */
const bufferBytes = 4_000_000

export class EventStreams {
  readonly #open = new Set<() => void>()

  /**
   * Answers with an event stream. `start` connects the stream to its source, and returns a function that
   * disconnects it.
   */
  respond(signal: AbortSignal, start: (sink: EventSink) => () => void): Response {
    const encoder = new TextEncoder()
    let end = () => {}
    let waiting: (() => void)[] = []
    const proceed = () => {
      for (const resolve of waiting) resolve()
      waiting = []
    }
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          let detach = () => {}
          let ended = false
          const write = (text: string) => {
            if (ended) return
            controller.enqueue(encoder.encode(text))
            if ((controller.desiredSize ?? 0) < 0) end()
          }
          const heartbeat = setInterval(() => write(':\n\n'), heartbeatMs)
          heartbeat.unref()
          end = () => {
            if (ended) return
            ended = true
            clearInterval(heartbeat)
            signal.removeEventListener('abort', end)
            this.#open.delete(end)
            detach()
            proceed()
            controller.close()
          }
          signal.addEventListener('abort', end)
          this.#open.add(end)
          write('retry: 2000\n\n')
          detach = start({
            send: (...events) => write(events.map(format).join('')),
            drained: () =>
              ended || controller.desiredSize === bufferBytes
                ? Promise.resolve()
                : new Promise((resolve) => waiting.push(resolve)),
            close: () => end(),
          })
          if (ended) detach()
          if (signal.aborted) end()
        },
        pull: (controller) => {
          if (controller.desiredSize === bufferBytes) proceed()
        },
        cancel: () => end(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: bufferBytes }),
    )
    const headers = {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    }
    return new Response(body, { headers })
  }

  closeAll(): void {
    for (const end of this.#open) end()
  }
}

function format({ event, data, id }: ServerEvent): string {
  const position = id === undefined ? '' : `id: ${id}\n`
  return `event: ${event}\n${position}data: ${JSON.stringify(data)}\n\n`
}
