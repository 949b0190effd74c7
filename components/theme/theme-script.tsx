import { themeScript } from './script.ts'

/**
 * Belongs in the head. `data-keep` tells the server that this script is ours and stays when it takes the
 * others out.
 */
export function ThemeScript() {
  return <script data-keep="" dangerouslySetInnerHTML={{ __html: themeScript }} />
}
