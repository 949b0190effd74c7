import { createServer, type AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** For the Content Lake of these tests: the same for all, because its address is built into the site. */
    lakePort: number
  }
}

export default async function ports(project: TestProject): Promise<void> {
  project.provide('lakePort', await freePort())
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, () => resolve()))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
