import { once } from 'node:events'
import { createServer, isIPv6, type AddressInfo, type ListenOptions, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { OperatorError } from '#server/operator-error.ts'

/** This machine, in both families: `localhost` may resolve to either. */
const loopback = ['127.0.0.1', '::1']

/**
 * The addresses to listen on. 127.0.0.1 is always included, since the site requests pages from itself there.
 *
 * @param host the value of HOST, if it is set.
 */
export function addressesFor(host = 'localhost'): string[] {
  if (host === '::') return ['::']
  if (host === '0.0.0.0') return ['0.0.0.0', '::1']
  return host === 'localhost' ? loopback : [...new Set([...loopback, host])]
}

/** Says, for the operator, at which addresses the site can be reached. */
export function describeReach(port: number, host?: string): string {
  const local = `http://localhost:${port}`
  if (host === '0.0.0.0' || host === '::') {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    return (
      [local, ...others.map(({ address }) => `http://${address}:${port}`)].join(', ') +
      ' (from every machine)'
    )
  }
  if (host === undefined || host === 'localhost' || loopback.includes(host))
    return `${local} (from this machine only: HOST=0.0.0.0 opens it to others)`
  return `${local}, http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}

export interface Listening {
  port: number
  /** Takes no new connection; resolves when the last one has ended. */
  close(): Promise<void>
}

/**
 * Makes the server listen on all addresses, on one port.
 *
 * @throws {OperatorError} when an address cannot be used, except `::1` on a machine without IPv6.
 */
export async function listen(server: Server, port: number, addresses: readonly string[]): Promise<Listening> {
  const [first = '127.0.0.1', ...others] = addresses
  // For port 0, the system picks a port that is free in the first family. If it is taken in another, try
  // again.
  for (let attempt = 1; ; attempt += 1) {
    await bind(server, { host: first, port })
    const found = (server.address() as AddressInfo).port
    const more = others.map((host) => ({
      host,
      // An HTTP server can listen on one address only, so connections to the others are passed on to it.
      listener: createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
        server.emit('connection', socket),
      ),
    }))
    const close = async () => {
      await Promise.all([server, ...more.map(({ listener }) => listener)].map(closed))
    }
    try {
      for (const { host, listener } of more) {
        await bind(listener, { host, port: found }).catch((error: unknown) => {
          if (!(host === '::1' && lacksFamily(error))) throw error
        })
      }
      return { port: found, close }
    } catch (error) {
      await close()
      if (port === 0 && attempt < 20 && codeOf(error) === 'EADDRINUSE') continue
      throw error
    }
  }
}

const closed = (server: { close(done: () => void): unknown }) =>
  new Promise<void>((resolve) => server.close(() => resolve()))

const codeOf = (error: unknown) => ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code

/** The machine or container has no IPv6. */
const lacksFamily = (error: unknown) => ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error) ?? '')

async function bind(server: Server, options: ListenOptions): Promise<void> {
  const { host, port = 0 } = options
  server.listen(options)
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    const text = {
      EADDRINUSE: `Port ${port} is in use. Stop whatever is using it, or choose another: PORT=${port + 1} npm start`,
      EACCES: `Port ${port} may not be used by this account. Choose one above 1023: PORT=3000 npm start`,
      EADDRNOTAVAIL: `HOST=${host} is no address of this machine. 0.0.0.0 stands for all that it has.`,
      EAFNOSUPPORT: `HOST=${host}: this machine has no IPv6. 0.0.0.0 stands for all its addresses.`,
    }[cause.code ?? '']
    throw new OperatorError(text ?? `Port ${port} of ${host} cannot be listened on: ${cause.message}`, {
      cause,
    })
  })
}
