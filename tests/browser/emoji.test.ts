import { expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { browser, site } from './support/running.ts'
import { openStudio } from './support/studio.ts'

const raw = { perspective: 'raw' } as const

it('an emoji that is inserted or deleted between others is stored as shown', async () => {
  const client = authorClient(site)
  const prose = (text: string) => [
    {
      _key: 'p',
      _type: 'block',
      style: 'normal',
      markDefs: [],
      children: [{ _key: 's', _type: 'span', marks: [], text }],
    },
  ]
  const stored = () =>
    client.fetch<string>(
      'coalesce(*[_id == "drafts.outside"], *[_id == "outside"])[0].body[0].children[0].text',
      {},
      raw,
    )
  await client
    .patch('outside')
    .set({ body: prose('🙂🙃🙂') })
    .commit()
  const studio = await openStudio(browser, site, { path: '/structure/outside' })
  const editor = studio.getByRole('textbox').filter({ hasText: '🙂🙃🙂' })
  await editor.click()
  // Milliseconds between keys, about as fast as a person types. The editor follows the selection a moment
  // later.
  const delay = 300
  await studio.keyboard.press('Control+Home', { delay })
  await studio.keyboard.press('ArrowRight', { delay })
  await studio.keyboard.press('Delete', { delay })
  await expect.poll(stored, { timeout: 10_000 }).toBe('🙂🙂')
  await studio.keyboard.insertText('🙃')
  await expect.poll(stored, { timeout: 10_000 }).toBe('🙂🙃🙂')
  studio.expectQuiet()
})
