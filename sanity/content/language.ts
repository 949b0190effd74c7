import { loadManual } from './load.ts'
import { defaultLanguage, languageOf } from '#lib/manual/index.ts'

/** The language of the manual that readers are given; the default one while there is none. */
export async function readersLanguage(): Promise<string> {
  const loaded = await loadManual()
  return loaded.state === 'unseen' ? defaultLanguage : languageOf(loaded.manual.opening)
}
