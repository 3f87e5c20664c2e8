// Numbers as people read them, the same on every machine whatever its language, because they also go into reports.

const NOT_A_NUMBER = 'unknown'

/** `58977` as `58,977`. Rounds to an integer. */
export function formatInteger(value: number): string {
  if (!Number.isFinite(value)) return NOT_A_NUMBER
  return Math.round(value)
    .toFixed(0)
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Bytes in decimal units with one decimal below 100: `512 B`, `73.4 MB`, `4.2 GB`, `128 kB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return NOT_A_NUMBER
  let value = bytes
  let unit = 0
  // from 999.5 up a value would be shown as 1000
  while (Math.abs(value) >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const decimals = unit > 0 && Math.abs(value) < 99.95 ? 1 : 0
  return `${value.toFixed(decimals)} ${BYTE_UNITS[unit]}`
}

/** A span of time: `4.2 s`, `59 s`, `1 min 05 s`, `2 h 07 min`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return NOT_A_NUMBER
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`
  const minutes = Math.round(whole / 60)
  return `${formatInteger(Math.floor(minutes / 60))} h ${twoDigits(minutes % 60)} min`
}

/** A percentage (0 to 100) with two decimals: `12.34%`. */
export function formatPercentage(percentage: number): string {
  return Number.isFinite(percentage) ? `${percentage.toFixed(2)}%` : NOT_A_NUMBER
}

/** A share (0 to 1) as a percentage with two decimals: 0.1234 as `12.34%`. */
export function formatShare(share: number): string {
  return formatPercentage(100 * share)
}

/** A share (0 to 1) with one decimal, as journals set it, with a no-break space: 0.8402 as `84.0 %`. */
export function formatTenths(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)}\u00A0%` : NOT_A_NUMBER
}

/** A learning rate with three digits: `9.05e-5`. */
export function formatLearningRate(rate: number): string {
  return Number.isFinite(rate) ? rate.toExponential(2) : NOT_A_NUMBER
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
