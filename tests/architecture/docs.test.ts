import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const documents = globSync(['*.md', 'docs/**/*.md', 'sanity/**/*.md'])
const tests = new Set(globSync('tests/**/*.test.{ts,tsx}').map((path) => basename(path)))
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>
}
const topLevel = 'app|components|docs|lib|sanity|scripts|server|tests|\\.github'

/** Paths that a document names: in backquotes, beginning at a folder of the project, and the targets of its links. */
function pathsIn(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const quoted = [...text.matchAll(new RegExp('`((?:' + topLevel + ')/[^`\\s*<>{}…]+)`', 'g'))].map(
    ([, path]) => path as string,
  )
  const linked = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, path]) =>
    join(dirname(file), path as string),
  )
  return [...quoted, ...linked].map((path) => path.replace(/[:#].*$/, ''))
}

describe('the documents', () => {
  it.each(documents)('%s names only paths that exist', (file) => {
    expect(pathsIn(file).filter((path) => !existsSync(path))).toEqual([])
  })

  it.each(documents)('%s names only tests and commands that exist', (file) => {
    const text = readFileSync(file, 'utf8')
    const named = [...text.matchAll(/`(?:[^`\s]*\/)?([\w-]+\.test\.tsx?)`/g)].map(([, name]) => name)
    expect(named.filter((name) => !tests.has(name as string))).toEqual([])
    const commands = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name as string)
    expect(commands.filter((name) => !(name in scripts))).toEqual([])
  })
})
