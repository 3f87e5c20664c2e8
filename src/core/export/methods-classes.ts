// What a methods paragraph says of the classes of a target: the rule that gives an object's class.

import { deltaZThreshold } from '../compare/class-key.ts'
import { TARGETS, type TargetId } from '../targets.ts'
import type { Dialect } from './dialect.ts'

/** As `TARGETS` have them. */
const RULES: Readonly<Record<Exclude<TargetId, 'DeltaZ'>, string>> = {
  Success2:
    'the classes follow the status that AMAZED gave: success in the first class, spurious or mismatch in the second',
  Success3:
    'the classes follow the status that AMAZED gave: success in the first class, spurious in the second, mismatch in the third',
  Flag3:
    'the classes follow the human flag, rounded down: 1 in the first class, 2 or 9 in the second, 3 or 4 in the third',
  Flag: 'the class of an object is its human flag, rounded down',
}

/**
 * The rule of a target, as one sentence; `[]` where the target is unknown, or its classes have other names than its own.
 * @param labels readable names, in class order
 */
export function definitionSentences(
  target: TargetId | null,
  labels: readonly string[],
  write: Dialect,
): readonly string[] {
  const rule = target === null ? null : ruleText(target, labels, write)
  // files may bring labels, and those were made by whatever their maker took for the rule
  return rule === null ? [] : [`By definition of this target, ${rule}.`]
}

function ruleText(target: TargetId, labels: readonly string[], write: Dialect): string | null {
  if (target === 'DeltaZ') return deltaZRule(labels, write)
  const own = TARGETS[target].labels
  // the rule of Flag names no class by its place, and some trees number its classes otherwise
  const isOwn = target === 'Flag' ? isSame(labels.toSorted(), own.toSorted()) : isSame(labels, own)
  return isOwn ? RULES[target] : null
}

/** The names tell the threshold that the classes were cut at; a recipe may hold one that had no effect. */
function deltaZRule(labels: readonly string[], { formula, scientific }: Dialect): string | null {
  const [threshold, other] = labels.map(deltaZThreshold)
  if (threshold === undefined || threshold === null || threshold !== other) return null
  const bound = scientific(threshold)
  return `${formula.absoluteDeltaZ} is below ${bound} in the first class, and at or above ${bound} in the second, where ${formula.deltaZ} is as given with the data`
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i])
}
