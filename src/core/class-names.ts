// Names of classes in reports, as a person can read them. Reports hold the contract's names, LaTeX, or whatever a script gave.

import { deltaZClasses } from './delta-z-classes.ts'
import { findTarget, TARGET_IDS, TARGETS } from './targets.ts'

/** In this order: a mantissa must be joined to its power before the power loses its braces. */
const LATEX: readonly (readonly [RegExp, string])[] = [
  [/(\d)\s*\\(?:times|cdot)\s*10\^(?:\{\s*(-?\d+)\s*\}|(-?\d))/g, '$1e$2$3'],
  [/10\^(?:\{\s*(-?\d+)\s*\}|(-?\d))/g, '1e$1$2'],
  [/\\(?:text|mathrm|textrm|mathit|textit|mathbf|textbf)\{([^{}]*)\}/g, '$1'],
  [/\\Delta(?![a-zA-Z])/g, 'Δ'],
  [/\\geq?(?![a-zA-Z])/g, '≥'],
  [/\\leq?(?![a-zA-Z])/g, '≤'],
  [/\\gt(?![a-zA-Z])/g, '>'],
  [/\\lt(?![a-zA-Z])/g, '<'],
  [/\\[,;: ]/g, ' '],
  // an escaped sign stays, a dollar that begins or ends math goes
  [/\\([%&_#$])|\$/g, '$1'],
]
/** Math between dollars, or a command: a name without either may hold a dollar or a brace for its own reasons. */
const IS_LATEX = /\$[^$]*\$|\\[a-zA-Z]/
const DELTA_Z = /^Deltaz<(\d[\d.]*(?:e-?\d+)?)$/

/**
 * Readable names of the classes of a report: contract names of a target become its labels (`Flags 2-9` as `Flags 2 & 9`),
 * DeltaZ at any threshold too; LaTeX becomes text (`$\Delta$Z $< 10^{-3}$` as `ΔZ < 1e-3`); others stay as they are.
 * @param names all of a report, in class order: a list is a target's as a whole or not at all
 */
export function readableClassNames(names: readonly string[]): readonly string[] {
  return contractLabels(names) ?? names.map(withoutLatex)
}

/** Names that say no more than the index: of classes that a report does not name. */
export function indexNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `class ${i}`)
}

/** Whether names say no more than the index. */
export function areIndexNames(names: readonly string[]): boolean {
  return names.every((name, i) => name === `class ${i}`)
}

/**
 * Readable names of a target's classes; the index where the target is not known, or has another number of classes.
 * @param target name in any letter case
 */
export function labelsOfTarget(target: string, count: number): readonly string[] {
  const id = findTarget(target)
  return id !== undefined && TARGETS[id].labels.length === count ? TARGETS[id].labels : indexNames(count)
}

/**
 * Readable names for a report that names its target and no classes. A question mark says that they are a guess: scripts cut
 * DeltaZ at other thresholds than the contract, and sort flags in other orders.
 * @param target name in any letter case
 */
export function guessedLabels(target: string, count: number): readonly string[] {
  const labels = labelsOfTarget(target, count)
  return areIndexNames(labels) ? labels : labels.map((label) => `${label}?`)
}

/** A name whose LaTeX became text; any other as it is. */
export function withoutLatex(name: string): string {
  if (!IS_LATEX.test(name)) return name.trim()
  return LATEX.reduce((text, [pattern, to]) => text.replaceAll(pattern, to), name).trim()
}

function contractLabels(names: readonly string[]): readonly string[] | null {
  const [, threshold] = DELTA_Z.exec(names[0] ?? '') ?? []
  const known = [
    ...TARGET_IDS.map((id) => TARGETS[id]),
    ...(threshold === undefined ? [] : [deltaZClasses(Number(threshold))]),
  ]
  const found = known.find(
    ({ classes }) => classes.length === names.length && classes.every((name, i) => name === names[i]),
  )
  return found?.labels ?? null
}
