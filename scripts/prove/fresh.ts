/**
 * Whoever asks after a publish was acknowledged gets what was published: rounds of readers, publishes and
 * webhooks, in every mode.
 */
import { seedDocuments } from '#sanity/seed/index.ts'
import { authorClient } from '#scripts/harness/author-client.ts'
import { startSite } from '#scripts/harness/site.ts'
import { publishTwiceWhileRead, type Reads } from '#scripts/harness/freshness/reads.ts'
import { publishWhileFailing, publishWhileRendering } from '#scripts/harness/freshness/webhooks.ts'
import { startContentApi } from '#scripts/harness/content-api.ts'
import { tokens } from '#scripts/harness/tokens.ts'

const secret = 'a-secret-of-sixteen-or-more'
const report = (what: string, rounds: number, { count, stale }: Reads) => {
  console.info(`${what}: ${rounds} rounds, ${count} reads, ${stale.length} stale`)
  for (const line of stale.slice(0, 10)) console.info(`  ${line}`)
  if (stale.length > 0) process.exitCode = 1
}

{
  await using site = await startSite()
  report(
    'Two publishes in quick succession',
    500,
    await publishTwiceWhileRead(site.url, authorClient(site), 500),
  )
}
{
  await using api = await startContentApi({ seed: seedDocuments })
  await using site = await startSite({ ...api.env, SANITY_REVALIDATE_SECRET: secret })
  const client = authorClient({ url: new URL(api.url).origin, writeToken: tokens.write })
  const options = { url: site.url, api, client, secret }
  const during = (rounds: number, delay: number) => publishWhileRendering({ ...options, rounds, delay })
  report('A publish while a page is made, the API 150 ms late', 500, await during(500, 150))
  report('A publish while a page is made, the API 1.5 s late', 10, await during(10, 1500))
  report('A failing API that heals', 50, await publishWhileFailing({ ...options, rounds: 50, delay: 0 }))
}
