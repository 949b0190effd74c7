import { once } from 'node:events'
import { cpSync, globSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { sources } from '#server/installation/build.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'

/** Makes a copy of the project with these variables in its `.env`. */
function projectWith(dotEnv: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'operating-manual-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  for (const source of globSync(sources)) cpSync(source, join(directory, source), { recursive: true })
  for (const path of ['node_modules', process.env.NEXT_DIST_DIR as string])
    symlinkSync(resolve(path), join(directory, basename(path)))
  writeFileSync(join(directory, '.env'), dotEnv)
  return directory
}

const temporaryData = () => mkdtempSync(join(tmpdir(), 'operating-manual-'))

/** Makes a start read `.env`, as it does for the operator. */
const asOperator = { __NEXT_PROCESSED_ENV: '' }

const headline = 'I build systems to understand them.'
const page = async ({ url }: Site) => (await fetch(url)).text()

it('tests reach none of the hosts that .env names', async () => {
  const requests: string[] = []
  const operators = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    response.writeHead(500).end()
  }).listen(0, 'localhost')
  onTestFinished(() => void operators.close())
  await once(operators, 'listening')
  const address = `http://localhost:${(operators.address() as AddressInfo).port}`
  const directory = projectWith(`
    SITE_URL=${address}
    NEXT_PUBLIC_SANITY_PROJECT_ID=operators
    NEXT_PUBLIC_SANITY_DATASET=production
    SANITY_API_HOST=${address}
    SANITY_API_READ_TOKEN=the-read-token-of-the-operator
    SANITY_REVALIDATE_SECRET=a-secret-of-the-operator`)

  await using site = await startSite({}, temporaryData(), [], directory)
  expect(new URL(site.url).port).not.toBe(new URL(address).port)
  expect(site.studioUrl).toContain(`${site.url}/lake/`)
  const html = await page(site)
  expect(html).toContain(headline)
  expect(html).not.toContain(address)
  expect(requests).toEqual([])

  // The operator's own start does use it.
  await using other = await startSite(asOperator, temporaryData(), [], directory)
  expect(other.url).toBe(address)
})

it('a secret in .env has the same value for the server and for Next.js, whatever characters it contains', async () => {
  const directory = projectWith(
    '\uFEFF# Mine\r\nSANITY_API_READ_TOKEN="read\\$HOME#\'token\\$$"  # reads\r\n' +
      "SANITY_API_WRITE_TOKEN = 'write\\${HOME}\"token#1'\r\nSANITY_REVALIDATE_SECRET='a\\$1\\$2 secret'\r\n",
  )
  const refused = await startSite(asOperator, temporaryData(), [], directory).catch(String)
  expect(refused).toContain('SANITY_REVALIDATE_SECRET must be ASCII, without spaces')

  writeFileSync(
    join(directory, '.env'),
    '\uFEFF# Mine\r\nSANITY_API_READ_TOKEN="read\\$HOME#\'token\\$$"  # reads\r\n' +
      "SANITY_API_WRITE_TOKEN = 'write\\${HOME}\"token#1'\r\nSANITY_REVALIDATE_SECRET='a\\$1\\$2#\"secret-of-mine'\r\n",
  )
  await using site = await startSite(asOperator, temporaryData(), [], directory)
  expect(await page(site)).toContain(headline)
  const status = async (token: string) => {
    const response = await fetch(`${site.url}/lake/v2026-01-01/data/query/production?query=*[0]`, {
      headers: { authorization: `Bearer ${token}` },
    })
    return response.status
  }
  expect(await status(`read$HOME#'token$$`)).toBe(200)
  expect(await status('write${HOME}"token#1')).toBe(200)
  expect(await status('read')).toBe(401)
  expect(site.log).toEqual([])
})
