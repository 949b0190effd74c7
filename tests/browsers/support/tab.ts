import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { vi } from 'vitest'

/** A browser window, with the few functions that every driver supports. */
export interface Tab extends AsyncDisposable {
  goto(address: string): Promise<void>
  /** Runs a function body in the page, and returns its result as JSON. `arguments` holds its arguments. */
  evaluate(body: string, ...args: unknown[]): Promise<unknown>
  /** A real click at a point of the window, in CSS pixels. */
  click(point: { x: number; y: number }): Promise<void>
  /** Types with real keystrokes. */
  type(text: string): Promise<void>
  cookies(): Promise<{ name: string; secure: boolean }[]>
  /** A picture of the visible part, as PNG. */
  screenshot(): Promise<Uint8Array>
  /** Errors on the tab's pages, as far as the driver reports them. */
  complaints(): Promise<string[]>
}

/**
 * An element to find, by role and, if given, accessible name. A regular expression may match part of the
 * name.
 */
export interface Target {
  role: string
  name?: string | RegExp
  /** Part of its text, for elements without a name. */
  text?: string
  /** Inside the page that Presentation shows. */
  inPreview?: boolean
}

const roles = readFileSync(
  createRequire(import.meta.url).resolve('@testing-library/dom/dist/@testing-library/dom.umd.min.js'),
  'utf8',
)

const find = `
  const { role, name, pattern, text, inPreview } = arguments[0]
  const frame = inPreview ? document.querySelector('iframe') : undefined
  const root = inPreview ? frame?.contentDocument?.body : document.body
  if (!root) return 'there is no preview yet'
  const options = name || pattern ? { name: name ?? new RegExp(pattern) } : {}
  const found = TestingLibraryDom.queryAllByRole(root, role, options).filter(
    (element) => !text || element.textContent.includes(text),
  )
  const element = found[0]
  if (!element) return 'there is none'
  element.scrollIntoView({ block: 'center', behavior: 'instant' })
  const box = element.getBoundingClientRect()
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const top = element.ownerDocument.elementFromPoint(x, y)
  if (!top || !(element.contains(top) || top.contains(element))) return 'something covers it'
  const offset = frame?.getBoundingClientRect()
  return {
    x: x + (offset?.x ?? 0),
    y: y + (offset?.y ?? 0),
    text: element.textContent.trim(),
    hasFocus: element.ownerDocument.activeElement === element,
  }
`

interface Found {
  x: number
  y: number
  text: string
  hasFocus: boolean
}

/**
 * Waits until the element exists, does not move, and is not covered. Returns the position of its centre in
 * the window, and its text.
 */
export async function see(tab: Tab, target: Target): Promise<Found> {
  const { name, ...rest } = target
  const wanted = { ...rest, ...(name instanceof RegExp ? { pattern: name.source } : name && { name }) }
  let before: Found | undefined
  return vi.waitFor(
    async () => {
      if (!(await tab.evaluate(`return 'TestingLibraryDom' in window`))) await tab.evaluate(roles)
      const found = await tab.evaluate(find, wanted)
      if (typeof found === 'string')
        throw new Error(`${JSON.stringify(wanted)} on ${String(await addressOf(tab))}: ${found}`)
      const last = before
      before = found as Found
      if (last?.x !== before.x || last.y !== before.y) throw new Error(`${JSON.stringify(wanted)} is moving`)
      return before
    },
    { timeout: 60_000, interval: 200 },
  )
}

export const addressOf = (tab: Tab) => tab.evaluate('return location.href') as Promise<string>

export async function press(tab: Tab, target: Target): Promise<void> {
  await tab.click(await see(tab, target))
}

export async function fill(tab: Tab, target: Target, text: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await press(tab, target)
      if (!(await see(tab, target)).hasFocus)
        throw new Error(`The click did not reach ${target.role} ${target.name}`)
    },
    { timeout: 60_000, interval: 200 },
  )
  await tab.evaluate('document.activeElement.select()')
  await tab.type(text)
}
