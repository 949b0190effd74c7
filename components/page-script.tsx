import { pageScript } from './script.ts'

<<<<<<< HEAD:components/page-script.tsx
/** Belongs in the head. `data-keep` tells the server that this script is ours and stays when it takes the others out. */
export function PageScript() {
  return <script data-keep="" dangerouslySetInnerHTML={{ __html: pageScript }} />
=======
/**
 * Belongs in the head. `data-keep` tells the server that this script is ours and stays when it takes the
 * others out.
 */
export function ThemeScript() {
  return <script data-keep="" dangerouslySetInnerHTML={{ __html: themeScript }} />
>>>>>>> main:components/theme/theme-script.tsx
}
