import { pageScript } from './script.ts'

/**
 * Belongs in the head. `data-keep` tells the server that this script is ours and stays when it takes the
 * others out.
 */
export function PageScript() {
  return <script data-keep="" dangerouslySetInnerHTML={{ __html: pageScript }} />
}
