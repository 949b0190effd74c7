import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy whose connections can be cut or frozen. */
export interface Line {
  origin: string
  /** Ends all connections, and refuses new ones. */
  cut(): void
  /**
   * Stops passing data on the open connections without ending them, so that the other side seems silent. New
   * connections work.
   */
  freeze(): void
  mend(): void
  close(): void
}

export async function startLine(target: URL): Promise<Line> {
  const sockets = new Set<Socket>()
  const frozen = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(Number(target.port), target.hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        frozen.delete(socket)
        if (!frozen.has(other)) other.destroy()
      })
      socket.on('data', (data) => frozen.has(socket) || other.write(data))
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
      isCut = true
      end()
    },
    freeze() {
      for (const socket of sockets) frozen.add(socket)
    },
    mend() {
      isCut = false
      end()
    },
    close() {
      end()
      server.close()
    },
  }
}
