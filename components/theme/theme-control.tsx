import styles from './theme-control.module.css'

const themes = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

/** Light, dark, or what the system says. `styles/tokens.css` obeys it by `:has()`; `theme/script.ts` only remembers it. */
export function ThemeControl() {
  return (
    <fieldset className={styles.theme}>
      <legend>Theme</legend>
      {themes.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name="theme" value={value} defaultChecked={value === 'system'} />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
