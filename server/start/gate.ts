import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { OperatorError } from '#server/operator-error.ts'

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
   * @throws {OperatorError} when the port is in use, or may not be used.
   */
  static listen(port: number): Promise<Gate> {
    const gate = new Gate()
    return new Promise((resolve, reject) => {
      gate.#server.once('error', (cause) => reject(explainListenError(port, cause)))
      gate.#server.listen(port, () => resolve(gate))
    })
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  open(handlers: Handlers): void {
    this.#state = { open: handlers }
  }

  /** Takes no new connection; resolves when the last one has ended. */
  stopListening(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  closeConnections(): void {
    for (const socket of this.#upgraded) socket.destroy()
    this.#server.closeAllConnections()
  }

  get #handlers(): Handlers | undefined {
    return this.#state === 'starting' ? undefined : this.#state.open
  }
}

function explainListenError(port: number, cause: NodeJS.ErrnoException): Error {
  if (cause.code === 'EADDRINUSE')
    return new OperatorError(
      `Port ${port} is in use. Stop whatever is using it, or choose another: PORT=${port + 1} npm start`,
      { cause },
    )
  if (cause.code === 'EACCES')
    return new OperatorError(
      `Port ${port} may not be used by this account. Choose one above 1023: PORT=3000 npm start`,
      { cause },
    )
  return cause
}
