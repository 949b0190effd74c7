/**
 * Who is asking. A request carries a bearer token, or the session cookie that the sign-in page sets; without
 * either, it comes from nobody. Secrets are compared by their hashes in constant time, and only hashes reach
 * the file.
 */

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { Guesses } from './guesses.ts'
import type { Store } from './store.ts'

export interface User {
  id: string
  name: string
  role: 'administrator' | 'viewer'
}

/** There is one author, the holder of the write token. The reader is the site. */
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

/** Whoever asks from this machine, or from within this process. */
export const thisMachine = 'this machine'
/**
 * The header in which whoever mounts the lake says where a request came from: an address, or `this machine`.
 */
export const clientHeader = 'lake-client'
const clientOf = (request: Request) => request.headers.get(clientHeader) ?? thisMachine

export class Access {
  readonly #store: Store
  readonly #tokens: { read: Buffer; write: Buffer }
  readonly #clock: () => Date
  readonly #codes = new Map<string, number>()
  readonly #guesses: Guesses
  readonly #path: string

  /** @param path where the lake is mounted: browsers send its cookie nowhere else. */
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

  /** Null when the request has no credentials or wrong ones; a wrong token counts as a failed attempt. */
  authenticate(request: Request, url: URL): Credentials | null {
    const authorization = request.headers.get('authorization')
    if (authorization === null) {
      return this.hasSession(request, url) ? { user: author, via: 'cookie' } : null
    }
    const token = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? ''
    const client = clientOf(request)
    // The site itself, which nobody's failures may keep out.
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

  /** Codes are for the person at this process's terminal now: they are not kept for the next process. */
  createCode(): string {
    const code = randomBytes(24).toString('base64url')
    this.#codes.set(hex(code), this.#now() + codeLife)
    return code
  }

  /**
   * True once per code, and only while it is fresh. Too long to be guessed: a right one lets in whatever
   * others have tried.
   */
  redeemCode(code: string, request: Request): boolean {
    const expires = this.#codes.get(hex(code)) ?? 0
    this.#codes.delete(hex(code))
    if (expires > this.#now()) return true
    const client = clientOf(request)
    this.#guesses.refuseIfTooMany(client)
    return this.#guesses.count(client)
  }

  /** The value of a Set-Cookie header that opens a session. */
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

  /** Keyed with the write token: a new token ends every session. */
  #hash(session: string): string {
    return createHmac('sha256', this.#tokens.write).update(session).digest('hex')
  }

  #is(kind: 'read' | 'write', token: string): boolean {
    return timingSafeEqual(sha256(token), this.#tokens[kind])
  }

  hasSession(request: Request, url: URL): boolean {
    // One that would last longer than any was opened by a clock that was wrong.
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
 * Browsers send the cookies of one port to all others of the same host: with the port in its name, and a path
 * of its own, no other server on this machine is given it. On https, the prefix lets no page without TLS set
 * it.
 */
const nameFor = ({ protocol, port }: URL) =>
  `${protocol === 'https:' ? '__Secure-' : ''}lake_session${port && `-${port}`}`

function sessionOf(request: Request, url: URL): string {
  const cookies = request.headers.get('cookie') ?? ''
  return new RegExp(`(?:^|;\\s*)${nameFor(url)}=([\\w-]+)`).exec(cookies)?.[1] ?? ''
}
