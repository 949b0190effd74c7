import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { build, checkFolder, buildIsCurrent, sourceHash } from '#server/installation/build.ts'
import { OperatorError } from '#server/operator-error.ts'

let root: string
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
/** Replaces Next.js by a script. */
const next = (script: string) => write('node_modules/next/dist/bin/next', script)

beforeEach(() => {
  // Tests set this variable to the directory of the real build.
  vi.stubEnv('NEXT_DIST_DIR', '')
  root = mkdtempSync(join(tmpdir(), 'build-'))
  write('package.json', '{"type":"commonjs"}')
  write('package-lock.json', '{}')
  write('app/page.tsx', 'page')
  write('lib/manual/parse.ts', 'parse')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true, force: true })
})

describe('the output of a build', () => {
  it('begins with how long it takes, and omits what Next.js says of experiments', async () => {
    write('.next/BUILD_ID', '1')
    const lines: unknown[] = []
    const info = vi.spyOn(console, 'info').mockImplementation((line) => void lines.push(line))
    next(
      `console.log('- Experiments (use with caution):\\n  ✓ globalNotFound\\n  ⨯ isrFlushToDisk\\n ✓ Compiled'); setTimeout(() => {}, 50)`,
    )
    await build(root)
    await vi.waitFor(() => expect(lines).toContain(' ✓ Compiled'))
    info.mockRestore()
    expect(lines).toEqual([expect.stringContaining('takes a minute or two'), ' ✓ Compiled'])
  })
})

describe('a build that is aborted', () => {
  it('leaves no process running', async () => {
    const started = join(root, 'started')
    next(
      `require('fs').writeFileSync(${JSON.stringify(started)}, String(process.pid)); setInterval(() => {}, 1000)`,
    )
    const ending = new AbortController()
    const building = build(root, ending.signal)
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), { timeout: 5000 })
    ending.abort()
    await expect(building).rejects.toThrow('aborted')
    const pid = Number(readFileSync(started, 'utf8'))
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'))
  })
})

describe('the hash of the sources', () => {
  const hash = () => sourceHash(root)

  it.each([
    ['a source changes', 'lib/manual/parse.ts'],
    ['a source is added, however deep', 'components/sections/new/quotations.tsx'],
    ['the lock file changes', 'package-lock.json'],
    ['the configuration changes', 'next.config.ts'],
  ])('changes when %s', (_, path) => {
    const before = hash()
    write(path, 'changed')
    expect(hash()).not.toBe(before)
  })

  it('changes when a source is renamed or deleted', () => {
    const before = hash()
    rmSync(join(root, 'app/page.tsx'))
    const without = hash()
    write('app/other.tsx', 'page')
    expect(new Set([before, without, hash()]).size).toBe(3)
  })

  it('changes when text moves from one source to the next', () => {
    write('app/a.ts', 'one')
    write('app/b.ts', 'two')
    const before = hash()
    write('app/a.ts', 'onet')
    write('app/b.ts', 'wo')
    expect(hash()).not.toBe(before)
  })

  it('does not depend on tests, documents and data', () => {
    const before = hash()
    for (const path of ['tests/lib/a.test.ts', 'docs/a.md', 'README.md', '.data/lake.sqlite', 'scripts/a.ts'])
      write(path, 'new')
    expect(hash()).toBe(before)
  })

  it('does not depend on the order in which sources are listed', () => {
    write('app/z.ts', 'z')
    write('app/b.ts', 'b')
    const before = hash()
    for (const path of ['app/b.ts', 'app/z.ts']) rmSync(join(root, path))
    write('app/b.ts', 'b')
    write('app/z.ts', 'z')
    expect(hash()).toBe(before)
  })
})

describe('a folder', () => {
  it.each(['/home/ada/my #1 manual', '/srv/why?/manual'])('at %s is refused with advice', (path) => {
    expect(() => checkFolder(path)).toThrow(/a folder with "[#?]" in its path.*Rename the folder/s)
  })

  it('may have other unusual characters in its path', () => {
    expect(() => checkFolder("/home/ada/m'y ! 100% [é] & (x) manual")).not.toThrow()
  })
})

describe('a build', () => {
  it('serves every environment: no source reads a variable that Next.js would inline', () => {
    const files = globSync(['{app,components,lib,sanity}/**/*.{ts,tsx}', '*.ts']).filter(
      // Only Sanity's CLI reads these.
      (file) => !/sanity\.(cli|config)\.ts$/.test(file),
    )
    expect(files.length).toBeGreaterThan(100)
    expect(files.filter((file) => /env\.NEXT_PUBLIC_/.test(readFileSync(file, 'utf8')))).toEqual([])
  })

  it('goes to the directory in NEXT_DIST_DIR, and leaves the default one alone', async () => {
    next(`
      const directory = process.env.NEXT_DIST_DIR || '.next'
      require('fs').mkdirSync(directory, { recursive: true })
    `)
    await build(root)
    const before = readFileSync(join(root, '.next/source-hash'), 'utf8')
    vi.stubEnv('NEXT_DIST_DIR', '.next-other')
    write('app/page.tsx', 'changed')
    expect(buildIsCurrent(root)).toBe(false)
    await build(root)
    expect(buildIsCurrent(root)).toBe(true)
    expect(readFileSync(join(root, '.next/source-hash'), 'utf8')).toBe(before)
  })

  it('is current until a source changes', async () => {
    next(`require('fs').mkdirSync('.next', { recursive: true })`)
    expect(buildIsCurrent(root)).toBe(false)
    await build(root)
    expect(buildIsCurrent(root)).toBe(true)
    write('app/page.tsx', 'changed')
    expect(buildIsCurrent(root)).toBe(false)
  })

  it('is not current when a source changed while it ran', async () => {
    next(
      `require('fs').mkdirSync('.next', { recursive: true }); require('fs').writeFileSync('app/page.tsx', 'changed')`,
    )
    await build(root)
    expect(buildIsCurrent(root)).toBe(false)
  })

  it('that fails is not current, and is reported to the operator', async () => {
    next(`require('fs').mkdirSync('.next', { recursive: true })`)
    await build(root)
    next('process.exit(1)')
    await expect(build(root)).rejects.toThrow(OperatorError)
    expect(buildIsCurrent(root)).toBe(false)
  })

  it('starts without the answers that Next.js cached for the previous build', async () => {
    write('.next/cache/fetch-cache/answer', 'old')
    write('.next/cache/webpack/pack', 'kept')
    next(`if (require('fs').existsSync('.next/cache/fetch-cache')) process.exit(1)`)
    await build(root)
    expect(existsSync(join(root, '.next/cache/webpack/pack'))).toBe(true)
  })
})
