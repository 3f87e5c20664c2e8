// Names of classes in saved reports, as a person can read them.

import { findTarget, TARGETS } from '../core/targets.ts'

const LATEX: readonly (readonly [RegExp, string])[] = [
  [/\\Delta\b/g, 'Δ'],
  [/\\geq?\b/g, '≥'],
  [/\\leq?\b/g, '≤'],
  [/10\^\{(-?\d+)\}/g, '1e$1'],
  [/\$/g, ''],
]

/**
 * Readable names. Some reports hold LaTeX, as `$\Delta$Z $< 10^{-3}$`; some hold only the name of the target, which
 * names its classes where their number fits.
 * @param count needed for a target's name; classes that stay unknown are called by their index
 */
export function classNames(names: readonly string[]): readonly string[]
export function classNames(target: string, count: number): readonly string[]
export function classNames(given: readonly string[] | string, count = 0): readonly string[] {
  if (typeof given !== 'string') return given.map(withoutLatex)
  const target = findTarget(given)
  const labels = target === undefined ? [] : TARGETS[target].labels
  return labels.length === count ? labels : Array.from({ length: count }, (_, i) => `class ${i}`)
}

function withoutLatex(name: string): string {
  return LATEX.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), name).trim()
}
