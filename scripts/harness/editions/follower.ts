// A process that follows a content API and writes its record, as the site does. For tests that kill it.
import { readEnv } from '#lib/env.ts'
import { followContent } from '#server/start/follow-content.ts'

const { editions } = followContent(readEnv())
await editions.lookNow()
console.info('follows')
setInterval(() => {}, 60_000)
