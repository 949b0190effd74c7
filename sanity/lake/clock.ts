/** Microseconds since the epoch. */
export type Micros = number

/** The format of transactions and events: `2025-12-04T15:22:07.930920Z`. */
export function formatMicros(micros: Micros): string {
  const rest = String(micros % 1000).padStart(3, '0')
  return new Date(Math.floor(micros / 1000)).toISOString().replace('Z', `${rest}Z`)
}

/** The format of documents: `2025-12-04T15:22:07Z`. */
export const formatSeconds = (micros: Micros): string => formatMicros(micros).replace(/\.\d+/, '')
