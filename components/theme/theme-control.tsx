import { langOfWords, wordsIn } from '#lib/manual/index.ts'
import styles from './theme-control.module.css'

const themes = [
  ['system', 'themeSystem'],
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
] as const

/**
 * Light, dark, or as the system is set. `styles/tokens.css` follows it by `:has()`; `theme/script.ts` only
 * remembers it.
 */
export function ThemeControl({ className = '', language }: { className?: string; language: string }) {
  const words = wordsIn(language)
  return (
    <fieldset className={`${styles.theme} ${className}`.trim()} lang={langOfWords(language)}>
      <legend>{words.theme}</legend>
      {themes.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name="theme" value={value} defaultChecked={value === 'system'} />
          {words[label]}
        </label>
      ))}
    </fieldset>
  )
}
