// A p-value as people read it, the same wherever it stands.

/** Below this a p-value is rounding noise of its summation. */
export const LEAST_P = 1e-15

/** A p-value with two digits: `p = 0.032`, `p = 3.2e-5`, `p < 1e-15`, `p = 1`; `–` where there is none. */
export function pText(p: number): string {
  if (Number.isNaN(p)) return '–'
  if (p < LEAST_P) return 'p < 1e-15'
  return `p = ${pDigits(p)}`
}

/** Two digits of a p-value: `0.032`, `3.2e-5`, `1`. */
export function pDigits(p: number): string {
  const digits = p < 0.001 ? p.toExponential(1) : p.toPrecision(2)
  return digits === '1.0' ? '1' : digits
}
