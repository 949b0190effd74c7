/** The address of the page that reports a failure: `app/(manual)/failed/page.tsx`. */
const address = '/failed'

/** Whether an answer is the shell that Next.js sends when rendering fails: its words come by script, so readers would see nothing. */
export const isEmptyFailure = (status: number, body: Buffer, url: string): boolean =>
  status >= 500 && url !== address && body.includes('id="__next_error__"')

/** The page to send instead, from this server itself. */
export async function failedPage(port = process.env.PORT): Promise<Buffer> {
  const response = await fetch(`http://127.0.0.1:${port}${address}`)
  return Buffer.from(await response.arrayBuffer())
}
