import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createSocketServer, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it, onTestFinished } from 'vitest'
import { addressesFor, describeReach, listen } from '#server/start/listen.ts'
import { freePort } from '#scripts/harness/ports.ts'

function serve(): Server {
  const server = createServer((_request, response) => response.end('here'))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return server
}

const answers = (host: string, port: number) =>
  fetch(`http://${host}:${port}`).then(
    (response) => response.text(),
    () => 'nobody',
  )

/** An address of this machine that other machines can reach, if it has one. */
const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, family }) => !internal && family === 'IPv4')
  .map(({ address }) => address)
  .slice(0, 1)

describe('a server', () => {
  it('listens on this machine only, on both addresses of localhost', async () => {
    const { port, close } = await listen(serve(), 0, addressesFor())
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) expect(await answers(host, port)).toBe('here')
    for (const host of outside) expect(await answers(host, port)).toBe('nobody')
    await close()
    for (const host of ['127.0.0.1', '[::1]']) expect(await answers(host, port)).toBe('nobody')
  })

  it.each(['0.0.0.0', '::', ...outside])('listens with HOST=%s for other machines too', async (host) => {
    const { port, close } = await listen(serve(), 0, addressesFor(host))
    for (const name of ['127.0.0.1', '[::1]', ...outside])
      expect([name, await answers(name, port)]).toEqual([name, 'here'])
    await close()
  })

  it.each(['127.0.0.1', '::1', '0.0.0.0', '::'])(
    'says that its port is in use when something listens on %s',
    async (host) => {
      const other = createSocketServer().listen({ port: await freePort(), host })
      onTestFinished(() => void other.close())
      await once(other, 'listening')
      const { port } = other.address() as AddressInfo
      const server = serve()
      await expect(listen(server, port, addressesFor())).rejects.toThrow(
        `Port ${port} is in use. Stop whatever is using it, or choose another: PORT=${port + 1} npm start`,
      )
      expect(server.listening).toBe(false)
    },
  )

  it('finds a port that is free on both addresses', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { port, close } = await listen(serve(), 0, addressesFor())
      expect(port).toBeGreaterThan(0)
      await close()
    }
  })

  it('says when HOST is no address of this machine', async () => {
    await expect(listen(serve(), 0, addressesFor('192.0.2.1'))).rejects.toThrow(
      'HOST=192.0.2.1 is no address of this machine',
    )
  })
})

describe('the start', () => {
  it('says who can reach the site', () => {
    expect(describeReach(3000)).toBe(
      'http://localhost:3000 (from this machine only: HOST=0.0.0.0 opens it to others)',
    )
    expect(describeReach(3000, '127.0.0.1')).toContain('from this machine only')
    expect(describeReach(3000, '0.0.0.0')).toMatch(/^http:\/\/localhost:3000.* \(from every machine\)$/)
    for (const host of outside) expect(describeReach(3000, '::')).toContain(`http://${host}:3000`)
    expect(describeReach(3000, '2001:db8::1')).toBe('http://localhost:3000, http://[2001:db8::1]:3000')
  })
})
