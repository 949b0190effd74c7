import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to a server that can be cut and mended. */
export interface Line {
  origin: string
  /** Ends all connections, and refuses new ones. */
  cut(): void
  /** Lets nothing through any more, and ends nothing: the other side seems to be silent. */
  freeze(): void
  mend(): void
  close(): void
}

export async function startLine(target: URL): Promise<Line> {
  const sockets = new Set<Socket>()
  let state: 'up' | 'cut' | 'frozen' = 'up'
  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy()
    const far = connect(Number(target.port), target.hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        if (state !== 'frozen') other.destroy()
      })
      socket.on('data', (data) => state !== 'frozen' && other.write(data))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const end = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      state = 'cut'
      end()
    },
    freeze() {
      state = 'frozen'
    },
    mend() {
      state = 'up'
      end()
    },
    close() {
      end()
      server.close()
    },
  }
}
