// Differences, shares and p-values as people read them.

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

/** Below this a p-value is rounding noise of its summation. */
const LEAST_P = 1e-15

/** A p-value with two digits: `p = 0.032`, `p = 3.2e-5`, `p < 1e-15`, `p = 1`. */
export function pText(p: number): string {
  if (Number.isNaN(p)) return NO_NUMBER
  if (p < LEAST_P) return 'p < 1e-15'
  const digits = p < 0.001 ? p.toExponential(1) : p.toPrecision(2)
  return `p = ${digits === '1.0' ? '1' : digits}`
}

function withSign(value: number, digits: string): string {
  if (Number.isNaN(value)) return NO_NUMBER
  if (/^[0.]+$/.test(digits)) return digits
  return `${value < 0 ? '−' : '+'}${digits}`
}
