import { pageScript } from './script.ts'

/**
 * Belongs in the head. The server removes scripts from readers' pages; `data-keep` marks the one that stays.
 */
export function PageScript() {
  return <script data-keep="" dangerouslySetInnerHTML={{ __html: pageScript }} />
}
