// Differences and shares as people read them.

import { formatInteger } from '../../core/format.ts'

/** What stands where there is no number. */
export const NO_NUMBER = '–'

/** A difference with its sign: `+0.42`, `−1.00`; `0.00` for what rounds to nothing. */
export function signedText(value: number, decimals: number): string {
  return withSign(value, Math.abs(value).toFixed(decimals))
}

/** A difference of counts with its sign: `+1,204`, `−3`, `0`. */
export function signedCount(value: number): string {
  return withSign(value, formatInteger(Math.abs(value)))
}

/** A share (0 to 1) as a percentage without its sign: 0.93214 with one decimal as `93.2`. */
export function percentText(share: number, decimals: number): string {
  return Number.isFinite(share) ? (100 * share).toFixed(decimals) : NO_NUMBER
}

function withSign(value: number, digits: string): string {
  if (Number.isNaN(value)) return NO_NUMBER
  if (/^[0.]+$/.test(digits)) return digits
  return `${value < 0 ? '−' : '+'}${digits}`
}
