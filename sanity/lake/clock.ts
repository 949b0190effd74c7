/** Microseconds since the epoch. */
export type Micros = number

/** As on transactions and events: `2025-12-04T15:22:07.930920Z`. */
export function formatMicros(micros: Micros): string {
  const milliseconds = Math.floor(micros / 1000)
  const rest = String(micros % 1000).padStart(3, '0')
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`
}

/** As on documents: `2025-12-04T15:22:07Z`. */
export function formatSeconds(micros: Micros): string {
  return `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)}Z`
}

/** Accepts what both formats write; null when the text is no time. */
export function parseMicros(text: string): Micros | null {
  const milliseconds = Date.parse(text)
  if (Number.isNaN(milliseconds)) return null
  const fraction = /\.\d{3}(\d{3})Z$/.exec(text)?.[1] ?? '0'
  return milliseconds * 1000 + Number(fraction)
}
