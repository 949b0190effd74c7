import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { vi } from 'vitest'

export interface Running extends AsyncDisposable {
  child: ChildProcess
}

/**
 * Starts a program and waits until it is ready.
 *
 * @param ready rejects as long as the program is not ready.
 * @throws {Error} with the program's output, if it ends before it is ready.
 */
export async function run(
  [program = '', ...args]: readonly string[],
  ready: (child: ChildProcess) => Promise<unknown>,
  {
    env = {},
    stdio = ['ignore', 'pipe', 'pipe'],
  }: { env?: Record<string, string>; stdio?: StdioOptions } = {},
): Promise<Running> {
  const child = spawn(program, args, { stdio, env: { ...process.env, ...env } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)))
  const exited = once(child, 'exit')
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill()
    await exited
  }
  try {
    await Promise.race([
      vi.waitFor(() => ready(child), { timeout: 20_000, interval: 50 }),
      exited.then(([code]) => Promise.reject(new Error(`${program} ended with status ${code}:\n${said}`))),
    ])
  } catch (error) {
    await stop()
    throw error
  }
  return { child, [Symbol.asyncDispose]: stop }
}

/** A port that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
