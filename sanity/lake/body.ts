import { z } from 'zod'
import { httpError } from './errors.ts'

/** The value of the text, if it is JSON of that shape. */
export function parseAs<T>(schema: z.ZodType<T>, text: string): T | undefined {
  return schema.safeParse(parseJson(text)).data
}

export async function readBody<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
  const parsed = schema.safeParse(parseJson(await request.text()))
  if (!parsed.success) throw httpError(400, `Malformed body: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
