import styles from './theme-control.module.css'

const themes = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

/** Light, dark, or as the system is set. `styles/tokens.css` follows it by `:has()`; `theme/script.ts` only remembers it. */
export function ThemeControl({ className = '' }: { className?: string }) {
  return (
    <fieldset className={`${styles.theme} ${className}`.trim()}>
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
