import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { addressesFor, listen, type Listening } from './listen.ts'

/** What answers requests once the gate is open. */
export interface Handlers {
  request: RequestListener
  /**
   * Whether the request is upgraded to another protocol. Other offers (curl's h2c) are answered as ordinary
   * requests.
   */
  acceptsUpgrade(request: IncomingMessage): boolean
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/**
 * The HTTP server. It listens from the start, so that a second site on the same port is refused before a
 * build. Until it is opened, it answers every request with 503.
 */
export class Gate {
  readonly #server: Server
  /** Upgraded sockets, which `closeAllConnections` does not close. */
  readonly #upgraded = new Set<Duplex>()
  #listening: Listening | undefined
  #state: 'starting' | { open: Handlers } = 'starting'

  private constructor() {
    this.#server = createServer(
      { shouldUpgradeCallback: (request) => this.#handlers?.acceptsUpgrade(request) ?? false },
      (request, response) => {
        if (this.#handlers) return this.#handlers.request(request, response)
        response
          .writeHead(503, { 'retry-after': '5', 'content-type': 'text/plain' })
          .end('The site is starting.\n')
      },
    )
    this.#server.on('upgrade', (request, socket, head) => {
      this.#upgraded.add(socket)
      socket.on('close', () => this.#upgraded.delete(socket))
      // Node versions without `shouldUpgradeCallback` emit this for every offer.
      if (this.#handlers?.acceptsUpgrade(request)) this.#handlers.upgrade(request, socket, head)
      else socket.destroy()
    })
  }

  /**
   * Listens on a port; 0 takes any free one.
   *
   * @param host as in `addressesFor`.
   * @throws {OperatorError} when the port is in use, or may not be used.
   */
  static async listen(port: number, host?: string): Promise<Gate> {
    const gate = new Gate()
    gate.#listening = await listen(gate.#server, port, addressesFor(host))
    return gate
  }

  get port(): number {
    return this.#listening!.port
  }

  open(handlers: Handlers): void {
    this.#state = { open: handlers }
  }

  /** Takes no new connection; resolves when the last one has ended. */
  stopListening(): Promise<void> {
    return this.#listening!.close()
  }

  closeConnections(): void {
    for (const socket of this.#upgraded) socket.destroy()
    this.#server.closeAllConnections()
  }

  get #handlers(): Handlers | undefined {
    return this.#state === 'starting' ? undefined : this.#state.open
  }
}
