import { langOfWords, wordsIn } from '#lib/manual/index.ts'
import styles from './theme-control.module.css'

const themes = [
  ['system', 'themeSystem'],
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
] as const

/**
 * Lets the reader choose light, dark or the system's theme. `styles/tokens.css` follows the choice by
 * `:has()`; `components/script.ts` only stores it.
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
