import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { addressesFor, listen, type Listening } from './listen.ts'

/** What stands behind the gate. */
export interface Handlers {
  request: RequestListener
  /**
   * Whether it takes part in a switch of protocols. Other offers (curl's h2c) are answered as ordinary
   * requests.
   */
  acceptsUpgrade(request: IncomingMessage): boolean
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/**
 * The HTTP server, which listens from the start, so that a second site on the same port is refused before
 * anything is built. While it is starting, every request is answered with 503; once it is open, the handlers
 * answer.
 */
export class Gate {
  readonly #server: Server
  /** Node counts these as open connections, and does not close them with the others. */
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
      // A Node without shouldUpgradeCallback hands every offer to here.
      if (this.#handlers?.acceptsUpgrade(request)) this.#handlers.upgrade(request, socket, head)
      else socket.destroy()
    })
  }

  /**
   * Listens on that port; 0 takes any that is free.
   *
   * @param host an address other than those of this machine, or all: listen.ts.
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
