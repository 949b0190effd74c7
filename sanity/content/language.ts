import { loadManual } from './load.ts'
import { defaultLanguage, languageOf } from '#lib/manual/index.ts'

/** The language of the published manual; the default one while there is no manual. */
export async function readersLanguage(): Promise<string> {
  const loaded = await loadManual()
  return loaded.state === 'unseen' ? defaultLanguage : languageOf(loaded.manual.opening)
}
