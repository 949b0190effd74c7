import { z } from 'zod'
import { httpError, LakeError } from './errors.ts'

/** Parses a text as JSON of the given shape; `undefined` if it is not. */
export function parseAs<T>(schema: z.ZodType<T>, text: string): T | undefined {
  return schema.safeParse(parseJson(text)).data
}

export async function readBody<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
  const parsed = schema.safeParse(parseJson(await readText(request)))
  if (!parsed.success) throw httpError(400, `Malformed body: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/**
 * Reads a request's body.
 *
 * @param most the most bytes it may have.
 * @throws {LakeError} 413 as soon as it exceeds the limit; 400 when it breaks off.
 */
export async function readText(request: Request, most = Infinity): Promise<string> {
  const tooLong = () => httpError(413, `This body may have at most ${most} bytes`)
  if (Number(request.headers.get('content-length')) > most) throw tooLong()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength
      if (size > most) throw tooLong()
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof LakeError ? error : httpError(400, 'The body broke off')
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
