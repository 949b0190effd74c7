import { readEnv } from '#lib/env.ts'
import { robotsOf } from '#lib/formats/index.ts'
import { lakePath, studioPath } from '#sanity/content/paths.ts'

// Depends on SITE_URL, which a build does not know.
export const dynamic = 'force-dynamic'

export const GET = (): Response =>
  new Response(robotsOf(readEnv().SITE_URL, [studioPath, lakePath, '/api']), {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
