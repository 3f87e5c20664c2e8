// Which target a data set is for, and the classes of objects that have no labels but attributes.

import type { Finding } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { type Attributes, TARGET_IDS, TARGETS, type TargetId, type TargetSpec } from '../core/targets.ts'
import type { BySplit } from './by-split.ts'
import { finding, formatList, SPLIT_LABELS } from './finding.ts'
import { type InferredTarget, inferTarget } from './infer-target.ts'
import { INVALID_LABEL, type StoredLabels } from './labels.ts'

/** Attributes as people write them. */
const ATTRIBUTE_TITLES: Readonly<Record<TargetSpec['attribute'], string>> = {
  deltaZ: 'DeltaZ',
  status: 'status',
  flag: 'flag',
}

/** The target, and what is said about how it was found. */
export interface ChosenTarget {
  readonly target: TargetId
  readonly finding: Finding | null
}

/**
 * The target that was asked for, else the one that labels or attributes tell.
 * @throws StudioError `bad-input` where neither does, or there is nothing that gives the classes of the target asked for
 */
export function chooseTarget(
  wanted: TargetId | null,
  stored: BySplit<StoredLabels | null>,
  attributes: BySplit<readonly Attributes[] | null>,
  file: string,
): ChosenTarget {
  const unlabelled = SPLIT_NAMES.filter((split) => stored[split] === null)
  if (unlabelled.length === 0) {
    if (wanted !== null) return { target: wanted, finding: null }
    const { target, reason } = inferTarget(stored as BySplit<StoredLabels>, attributes)
    const message = `No folder names the target. ${target} is assumed: ${reason}.`
    return { target, finding: finding('info', 'target-inferred', message) }
  }
  const rows = unlabelled.flatMap((split) => attributes[split] ?? [])
  const possible = TARGET_IDS.filter((id) => rows.some((row) => TARGETS[id].classOf(row) !== undefined))
  const inferred = wanted === null ? inferFromOthers(stored, attributes) : null
  const target = wanted ?? inferred?.target ?? possible[0]
  if (target === undefined || !possible.includes(target)) {
    const needs = target === undefined ? 'deltaZ, status or flag' : TARGETS[target].attribute
    const others = possible.length === 0 ? '' : ` The attributes allow ${formatList(possible)}.`
    throw new StudioError(
      'bad-input',
      `${file}: ${without(unlabelled)}, and no ${needs} in the attributes that gives ${target === undefined ? 'classes' : `the classes of ${target}`}.${others}`,
      'Add labels, add that attribute, or choose another target.',
    )
  }
  const how = `${capitalised(without(unlabelled))}: the classes of ${target} follow from ${ATTRIBUTE_TITLES[TARGETS[target].attribute]} in the attributes.`
  const rest = possible.filter((id) => id !== target)
  const message =
    inferred !== null
      ? `${how} No folder names the target. ${target} is assumed: ${inferred.reason}.`
      : wanted !== null || rest.length === 0
        ? how
        : `${how} ${formatList(rest)} can be chosen as well.`
  return { target, finding: finding('info', 'labels-from-attributes', message) }
}

/** The target that the labels of some splits tell where others have none; `null` where no split has labels. */
function inferFromOthers(
  stored: BySplit<StoredLabels | null>,
  attributes: BySplit<readonly Attributes[] | null>,
): InferredTarget | null {
  const labelled = SPLIT_NAMES.find((split) => stored[split] !== null)
  if (labelled === undefined) return null
  // a split without labels has nothing to say: one with labels speaks twice
  const speaker = (split: SplitName): SplitName => (stored[split] === null ? labelled : split)
  const bySpeaker = <T>(values: BySplit<T>): BySplit<T> => ({
    train: values[speaker('train')],
    validation: values[speaker('validation')],
    test: values[speaker('test')],
  })
  return inferTarget(bySpeaker(stored) as BySplit<StoredLabels>, bySpeaker(attributes))
}

/** What is said of splits without labels; all three where there are none at all. */
function without(unlabelled: readonly SplitName[]): string {
  if (unlabelled.length === SPLIT_NAMES.length) return 'there are no labels'
  return `there are no labels in ${formatList(unlabelled.map((split) => SPLIT_LABELS[split]))}`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/**
 * Classes that a target gives from attributes; `INVALID_LABEL` where it gives none.
 * @param threshold on abs(DeltaZ)
 */
export function labelsFromAttributes(
  spec: TargetSpec,
  attributes: readonly Attributes[],
  threshold?: number,
): Uint8Array {
  return Uint8Array.from(attributes, (row) => spec.classOf(row, threshold) ?? INVALID_LABEL)
}
