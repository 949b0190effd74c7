import type { Page } from 'playwright-core'

/** Signs the page's browser context in with the token, by the form of the sign-in page. */
export async function signIn(page: Page, url: string, token: string): Promise<void> {
  await page.context().request.post(`${url}/lake/sign-in`, { form: { token }, maxRedirects: 0 })
}
