// Which target are these labels for? Asked only where no folder's name says it.

import { StudioError } from '../core/errors.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { type Attributes, TARGET_IDS, TARGETS, type TargetId, type TargetSpec } from '../core/targets.ts'
import type { BySplit } from './by-split.ts'
import { bestRule } from './check-labels.ts'
import { formatList } from './finding.ts'
import { classIndices, classNames, nameKey, type StoredLabels } from './labels.ts'

/** A target and why it was taken, for a person. */
export interface InferredTarget {
  readonly target: TargetId
  readonly reason: string
}

/** Share of labels that attributes must confirm before they tell the target. */
const AGREEMENT = 0.95

/**
 * Tells the target from class names, else from agreement with the attributes, else from the number of classes.
 * @throws StudioError `bad-input` where several targets or none remain; the hint asks to choose one
 */
export function inferTarget(
  stored: BySplit<StoredLabels>,
  attributes: BySplit<readonly Attributes[] | null>,
): InferredTarget {
  const named = SPLIT_NAMES.some((split) => stored[split].form === 'name' && stored[split].rows > 0)
  const possible = targetsThatFit(stored)
  if (possible.length === 1 && named)
    return { target: possible[0]!.id, reason: 'its class names are those of the labels' }

  const agreement = possible.map((spec) => ({ spec, share: agreementOf(spec, stored, attributes) }))
  const best = Math.max(0, ...agreement.map(({ share }) => share))
  const agreeing = agreement.filter(({ share }) => share === best)
  if (best >= AGREEMENT && agreeing.length === 1) {
    const percent = `${(100 * best).toFixed(1)} %`
    return {
      target: agreeing[0]!.spec.id,
      reason: `its rule gives ${percent} of the labels from the attributes`,
    }
  }
  if (possible.length === 1) {
    return { target: possible[0]!.id, reason: `it is the only one with ${classesOf(possible[0]!, stored)}` }
  }
  const first = stored.train.file
  if (possible.length === 0) {
    const known = TARGET_IDS.map((id) => `${id} (${TARGETS[id].classes.join(', ')})`)
    throw new StudioError(
      'bad-input',
      `${first}: the labels fit no target. Found ${describeSeen(stored)}.`,
      `The targets are ${known.join('; ')}.`,
    )
  }
  const names = formatList(possible.map(({ id }) => id))
  throw new StudioError(
    'bad-input',
    `${first}: the labels fit ${names}, and neither a folder's name nor the attributes tell which target it is.`,
    'Choose the target.',
  )
}

/** Targets for which labels of this kind exist. Single labels that are no class, or missing, do not count against one. */
function targetsThatFit(stored: BySplit<StoredLabels>): readonly TargetSpec[] {
  const all = TARGET_IDS.map((id) => TARGETS[id])
  const widths = new Set<number>()
  const names = new Set<string>()
  let largest = -1
  for (const split of SPLIT_NAMES) {
    const labels = stored[split]
    if (labels.form === 'one-hot') widths.add(labels.width)
    else if (labels.form === 'name') for (const value of labels.values) names.add(nameKey(value))
    else for (const value of labels.values) if (Number.isInteger(value)) largest = Math.max(largest, value)
  }
  const fitting = all.filter((target) => {
    const known = classNames(target)
    const { length } = target.classes
    return (
      [...names].every((name) => known.has(name) || (name === '' && names.size > 1)) &&
      [...widths].every((width) => width === length) &&
      largest < length
    )
  })
  // Indices say how many classes there are at least: a target with more than are seen comes second.
  const exact = fitting.filter(({ classes }) => classes.length === largest + 1)
  return largest >= 0 && exact.length > 0 ? exact : fitting
}

function agreementOf(
  spec: TargetSpec,
  stored: BySplit<StoredLabels>,
  attributes: BySplit<readonly Attributes[] | null>,
): number {
  const labels: number[] = []
  const rows: Attributes[] = []
  for (const split of SPLIT_NAMES) {
    const table = attributes[split]
    if (table === null) continue
    const indices = classIndices(stored[split], spec)
    for (let row = 0; row < table.length; row++) {
      // a label that is no class of any target is told later, and counts against none
      if (indices[row]! < 0) continue
      labels.push(indices[row]!)
      rows.push(table[row]!)
    }
  }
  if (labels.length === 0) return 0
  return 1 - bestRule(spec, labels, rows).contradictions / labels.length
}

function classesOf({ classes }: TargetSpec, stored: BySplit<StoredLabels>): string {
  return stored.train.form === 'name' ? 'these class names' : `${classes.length} classes`
}

function describeSeen(stored: BySplit<StoredLabels>): string {
  const labels = stored.train
  if (labels.form === 'one-hot') return `one-hot rows of ${labels.width} values`
  const seen = [...new Set<unknown>(labels.values)].slice(0, 5)
  return formatList(seen.map((value) => (typeof value === 'string' ? `"${value}"` : String(value))))
}
