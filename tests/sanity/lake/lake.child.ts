// A lake in a process of its own, for tests that kill it. `lake.child.ts <file>` prints its address when it
// is ready.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLake } from '#sanity/lake/index.ts'
import { createNodeAdapter } from '#sanity/lake/node.ts'

const [, , file = '', read = '', write = ''] = process.argv
const lake = createLake({
  file,
  projectId: 'manual',
  dataset: 'production',
  tokens: { read, write },
  basePath: '/lake',
})
const adapter = createNodeAdapter(lake)
const server = createServer((req, res) => adapter.handle(req, res))
server.listen(0, '127.0.0.1', () => {
  console.info(`http://127.0.0.1:${(server.address() as AddressInfo).port}/lake`)
})
