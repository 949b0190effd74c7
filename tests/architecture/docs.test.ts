import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const documents = globSync(['*.md', 'docs/**/*.md', 'sanity/**/*.md'])
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
  it('are there', () => {
    expect(documents).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md']),
    )
  })

  it.each(documents)('%s names only paths that exist', (file) => {
    expect(pathsIn(file).filter((path) => !existsSync(path))).toEqual([])
  })
})
