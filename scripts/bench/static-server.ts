/**
 * Serves the files of a directory from memory, compressed in advance: the least a server can do. For the
 * bench.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.woff2': 'font/woff2',
}

const directory = process.argv[2] as string
const files = new Map(
  readdirSync(directory).map((name) => {
    const identity = readFileSync(join(directory, name))
    const isText = extname(name) !== '.woff2'
    const compressed = isText ? { br: brotliCompressSync(identity), gzip: gzipSync(identity) } : {}
    const type = types[extname(name)] ?? 'application/octet-stream'
    return [
      `/${name}`,
      { identity, ...compressed, type } as { identity: Buffer; br?: Buffer; gzip?: Buffer; type: string },
    ]
  }),
)

const server = createServer(({ url = '/', headers }, response) => {
  const file = files.get(url === '/' ? '/index.html' : url)
  if (!file) return response.writeHead(404).end()
  const encoding = (['br', 'gzip'] as const).find(
    (name) => file[name] && headers['accept-encoding']?.includes(name),
  )
  const body = encoding ? file[encoding] : file.identity
  return response
    .writeHead(200, {
      'content-type': file.type,
      'content-length': body?.length,
      'cache-control': 'public, max-age=0, must-revalidate',
      vary: 'Accept-Encoding',
      ...(encoding && { 'content-encoding': encoding }),
    })
    .end(body)
})
server.listen(0, () => console.info(`http://localhost:${(server.address() as AddressInfo).port}`))
