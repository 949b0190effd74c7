import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { Gate, type Handlers } from '#server/start/gate.ts'
import { OperatorError } from '#server/operator-error.ts'

async function startGate(): Promise<{ gate: Gate; url: string }> {
  const gate = await Gate.listen(0)
  onTestFinished(async () => {
    const closed = gate.stopListening()
    gate.closeConnections()
    await closed
  })
  return { gate, url: `http://127.0.0.1:${gate.port}/` }
}

const handlers = (more: Partial<Handlers> = {}): Handlers => ({
  request: (_request, response) => void response.end('the page'),
  acceptsUpgrade: () => false,
  upgrade: () => {},
  ...more,
})

/** The status line of the answer to an upgrade request for that protocol. */
async function offer(port: number, protocol: string): Promise<string | undefined> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`)
  const [data] = (await once(socket, 'data')) as [Buffer]
  return String(data).split('\r\n')[0]
}

it('answers 503 until it is opened, and then with its handlers', async () => {
  const { gate, url } = await startGate()
  const early = await fetch(url)
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '5'])
  gate.open(handlers())
  const late = await fetch(url)
  expect([late.status, await late.text()]).toEqual([200, 'the page'])
})

it('answers an upgrade request as an ordinary request, unless a handler accepts it', async () => {
  const { gate } = await startGate()
  expect(await offer(gate.port, 'websocket')).toBe('HTTP/1.1 503 Service Unavailable')
  gate.open(
    handlers({
      acceptsUpgrade: ({ headers }) => headers.upgrade === 'websocket',
      upgrade: (_request, socket) => void socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    }),
  )
  expect(await offer(gate.port, 'h2c')).toBe('HTTP/1.1 200 OK')
  expect(await offer(gate.port, 'websocket')).toBe('HTTP/1.1 101 Switching Protocols')
})

it('says what to do when the port is in use', async () => {
  const { gate } = await startGate()
  await expect(Gate.listen(gate.port)).rejects.toThrow(OperatorError)
  await expect(Gate.listen(gate.port)).rejects.toThrow(`PORT=${gate.port + 1} npm start`)
})
