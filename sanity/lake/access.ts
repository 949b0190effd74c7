/**
 * Authentication. A request has a bearer token, the session cookie from the sign-in page, or no credentials.
 * Secrets are compared by their hashes in constant time, and the file contains only hashes.
 */

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { Guesses } from './guesses.ts'
import type { Store } from './store.ts'

export interface User {
  id: string
  name: string
  role: 'administrator' | 'viewer'
}

/** The author has the write token, the site the read token. There are no other users. */
export const author: User = { id: 'author', name: 'Author', role: 'administrator' }
const reader: User = { id: 'reader', name: 'Site', role: 'viewer' }
export const nobody: User = { id: '', name: '', role: 'viewer' }
export const users: readonly User[] = [author, reader]

export interface Credentials {
  user: User
  via: 'token' | 'cookie'
}

const minute = 60_000
const sessionLife = 30 * 24 * 60 * minute
const codeLife = 15 * minute

/** The client of requests from this machine, or from this process. */
export const thisMachine = 'this machine'
/** The header in which the embedding server names the client: its address, or `this machine`. */
export const clientHeader = 'lake-client'
const clientOf = (request: Request) => request.headers.get(clientHeader) ?? thisMachine

export class Access {
  readonly #store: Store
  readonly #tokens: { read: Buffer; write: Buffer }
  readonly #clock: () => Date
  readonly #codes = new Map<string, number>()
  readonly #guesses: Guesses
  readonly #path: string

  /**
   * @param path the lake's base path, used as the path of its cookie.
   */
  constructor(
    store: Store,
    tokens: { read: string; write: string },
    { path, clock, log }: { path: string; clock: () => Date; log: (line: string) => void },
  ) {
    if (!tokens.read || !tokens.write || tokens.read === tokens.write) {
      throw new TypeError('The lake needs two different tokens, one for reading and one for writing')
    }
    this.#store = store
    this.#tokens = { read: sha256(tokens.read), write: sha256(tokens.write) }
    this.#path = path || '/'
    this.#clock = clock
    this.#guesses = new Guesses(clock, log)
  }

  /** Returns null when credentials are missing or wrong. A wrong token counts as a failed attempt. */
  authenticate(request: Request, url: URL): Credentials | null {
    const authorization = request.headers.get('authorization')
    if (authorization === null) {
      return this.hasSession(request, url) ? { user: author, via: 'cookie' } : null
    }
    const token = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? ''
    const client = clientOf(request)
    // The site itself: failed attempts from this machine must not lock it out.
    if (client === thisMachine && this.#is('read', token)) return { user: reader, via: 'token' }
    this.#guesses.refuseIfTooMany(client)
    if (this.#is('write', token)) return { user: author, via: 'token' }
    if (this.#is('read', token)) return { user: reader, via: 'token' }
    this.#guesses.count(client)
    return null
  }

  isWriteToken(token: string, request: Request): boolean {
    const client = clientOf(request)
    this.#guesses.refuseIfTooMany(client)
    return this.#is('write', token) || this.#guesses.count(client)
  }

  /** Creates a one-time code for the person at this process's terminal. Codes do not survive a restart. */
  createCode(): string {
    const code = randomBytes(24).toString('base64url')
    this.#codes.set(hex(code), this.#now() + codeLife)
    return code
  }

  /**
   * True once per code, until it expires. Checked before the limit on attempts, since codes are too long to
   * be guessed: others' failed attempts do not block a valid code.
   */
  redeemCode(code: string, request: Request): boolean {
    const expires = this.#codes.get(hex(code)) ?? 0
    this.#codes.delete(hex(code))
    if (expires > this.#now()) return true
    const client = clientOf(request)
    this.#guesses.refuseIfTooMany(client)
    return this.#guesses.count(client)
  }

  /** Starts a session and returns its `Set-Cookie` value. */
  startSession(url: URL): string {
    const id = randomBytes(32).toString('base64url')
    this.#store.run('DELETE FROM sessions WHERE expires_at <= ?', this.#now())
    const sql = 'INSERT INTO sessions (hash, expires_at) VALUES (?, ?)'
    this.#store.run(sql, this.#hash(id), this.#now() + sessionLife)
    return this.#cookie(id, sessionLife / 1000, url)
  }

  endSession(request: Request, url: URL): string {
    this.#store.run('DELETE FROM sessions WHERE hash = ?', this.#hash(sessionOf(request, url)))
    return this.#cookie('', 0, url)
  }

  /** Keyed with the write token, so that a new token ends every session. */
  #hash(session: string): string {
    return createHmac('sha256', this.#tokens.write).update(session).digest('hex')
  }

  #is(kind: 'read' | 'write', token: string): boolean {
    return timingSafeEqual(sha256(token), this.#tokens[kind])
  }

  hasSession(request: Request, url: URL): boolean {
    // A session that expires later than any new one was created while the clock was wrong.
    const sql = 'SELECT 1 FROM sessions WHERE hash = ? AND expires_at BETWEEN ? AND ?'
    const now = this.#now()
    return this.#store.all(sql, this.#hash(sessionOf(request, url)), now + 1, now + sessionLife).length > 0
  }

  #cookie(value: string, maxAge: number, url: URL): string {
    const secure = url.protocol === 'https:' ? '; Secure' : ''
    return `${nameFor(url)}=${value}; Path=${this.#path}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`
  }

  #now(): number {
    return this.#clock().getTime()
  }
}

const sha256 = (secret: string) => createHash('sha256').update(secret).digest()
const hex = (secret: string) => sha256(secret).toString('hex')

/**
 * The name of the cookie. Browsers share cookies between all ports of a host; with the port in its name, and
 * its own path, no other server on this machine gets it. On https, the `__Secure-` prefix keeps pages without
 * TLS from setting it.
 */
const nameFor = ({ protocol, port }: URL) =>
  `${protocol === 'https:' ? '__Secure-' : ''}lake_session${port && `-${port}`}`

function sessionOf(request: Request, url: URL): string {
  const cookies = request.headers.get('cookie') ?? ''
  return new RegExp(`(?:^|;\\s*)${nameFor(url)}=([\\w-]+)`).exec(cookies)?.[1] ?? ''
}
