import { ManualPage } from '#components/manual-page.tsx'
import { UnavailablePage } from '#components/unavailable-page.tsx'
import { loadManual } from '#lib/content/load.ts'
import { readEnv } from '#lib/env.ts'

export default async function Page() {
  const loaded = await loadManual()
  if (loaded.state === 'unseen') return <UnavailablePage />
  return <ManualPage manual={loaded.manual} revision={loaded.revision} siteUrl={readEnv().SITE_URL} />
}
