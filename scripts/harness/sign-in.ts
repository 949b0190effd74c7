import type { Page } from 'playwright-core'

/** Gives the page's context the session that the sign-in page would give for the token. */
export async function signIn(page: Page, url: string, token: string): Promise<void> {
  await page.context().request.post(`${url}/lake/sign-in`, { form: { token }, maxRedirects: 0 })
}
