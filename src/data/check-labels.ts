// Labels against the attributes that they were made from. The reference cut DeltaZ at 5e-3 under the name 1e-3 and
// numbered the flags in two orders; the attributes tell which it was.

import type { Finding } from '../core/dataset-report.ts'
import type { SplitName } from '../core/split-names.ts'
import {
  type Attributes,
  DEFAULT_DELTA_Z_THRESHOLD,
  FLAG_ORDER,
  FLAG_ORDER_LOAD_DATASET,
  TARGETS,
  type TargetId,
  type TargetSpec,
} from '../core/targets.ts'
import { finding, formatRows, formatShareOf } from './finding.ts'
import { INVALID_LABEL } from './labels.ts'

/** The reading of a target's rule that contradicts the fewest labels. */
export interface FittedRule {
  readonly contradictions: number
  /** DeltaZ: the threshold, and the interval (above, upTo] in which every threshold fits as well; else `null` */
  readonly threshold: { readonly value: number; readonly above: number; readonly upTo: number } | null
  /** Flag: whether the labels follow load_dataset's order 1, 2, 9, 3, 4 */
  readonly loadDatasetOrder: boolean
}

/** Labels and attributes of a split, or of all objects; `file` is the label file. */
export interface CheckedPart {
  /** `null` for all objects */
  readonly split: SplitName | null
  readonly file: string
  readonly labels: Uint8Array
  readonly attributes: readonly Attributes[] | null
  /** whether the file holds class names, which leave no doubt about the order */
  readonly named: boolean
}

/** What the attributes say about the labels. */
export interface LabelCheck {
  readonly findings: readonly Finding[]
  /** classes and shown names in the order that the labels follow */
  readonly classes: readonly string[]
  readonly labels: readonly string[]
}

/** Compares all labels of a data set with the rule of its target. Parts without attributes are left out. */
export function checkLabels(target: TargetId, parts: readonly CheckedPart[]): LabelCheck {
  const spec = TARGETS[target]
  const { classes, labels: shown } = spec
  const known = parts.filter((part) => part.attributes !== null)
  const labels = known.flatMap((part) => [...part.labels])
  const attributes = known.flatMap((part) => part.attributes ?? [])
  const nominal = countContradictions(labels, attributes, (row) => spec.classOf(row))
  if (nominal === 0) return { findings: [], classes, labels: shown }

  const named = known.some((part) => part.named)
  const fitted = bestRule(spec, labels, attributes)
  if (fitted.loadDatasetOrder && !named) {
    const rest = fitted.contradictions === 0 ? 'all labels' : `all but ${fitted.contradictions} labels`
    const message = `The labels of Flag follow load_dataset's order (Flags 1, 2, 9, 3, 4) and not processData.py's (9, 1, 2, 3, 4): the attributes agree with ${rest} then. The classes are named in that order here.`
    const order = FLAG_ORDER_LOAD_DATASET.map((flag) => FLAG_ORDER.indexOf(flag))
    return {
      findings: [
        finding('warning', 'flag-order', message, {
          counts: { contradictions: fitted.contradictions, labels: labels.length },
        }),
      ],
      classes: order.map((index) => classes[index]!),
      labels: order.map((index) => shown[index]!),
    }
  }
  return { findings: [describe(spec, known, nominal, labels.length, fitted)], classes, labels: shown }
}

/** Finds the threshold (DeltaZ) or the order (Flag) under which the fewest labels contradict the attributes. */
export function bestRule(
  spec: TargetSpec,
  labels: ArrayLike<number>,
  attributes: readonly Attributes[],
): FittedRule {
  const nominal = countContradictions(labels, attributes, (row) => spec.classOf(row))
  if (spec.id === 'DeltaZ') return fitThreshold(labels, attributes)
  if (spec.id === 'Flag') {
    const other = countContradictions(labels, attributes, ({ flag }) => {
      const index = flag === null ? -1 : FLAG_ORDER_LOAD_DATASET.indexOf(Math.floor(flag))
      return index < 0 ? undefined : index
    })
    if (other < nominal) return { contradictions: other, threshold: null, loadDatasetOrder: true }
  }
  return { contradictions: nominal, threshold: null, loadDatasetOrder: false }
}

function countContradictions(
  labels: ArrayLike<number>,
  attributes: readonly Attributes[],
  classOf: (row: Attributes) => number | undefined,
): number {
  let count = 0
  for (let row = 0; row < attributes.length; row++) {
    if (contradicts(classOf(attributes[row]!), labels[row]!)) count++
  }
  return count
}

/** An object without a class in its attributes, or in its label, contradicts nothing: that is another finding's subject. */
function contradicts(expected: number | undefined, label: number): boolean {
  return expected !== undefined && expected !== label && label !== INVALID_LABEL
}

/**
 * Class 0 is abs(DeltaZ) < threshold. Sorted by abs(DeltaZ), a threshold cuts the objects in two: every cut is tried, and
 * the nominal threshold wins a tie.
 */
function fitThreshold(labels: ArrayLike<number>, attributes: readonly Attributes[]): FittedRule {
  const objects: { size: number; label: number }[] = []
  for (let row = 0; row < attributes.length; row++) {
    const { deltaZ } = attributes[row]!
    const label = labels[row]!
    // a label that is no class says nothing about a threshold
    if (deltaZ !== null && !Number.isNaN(deltaZ) && (label === 0 || label === 1))
      objects.push({ size: Math.abs(deltaZ), label })
  }
  objects.sort((a, b) => a.size - b.size)
  let errors = objects.filter(({ label }) => label !== 1).length
  let best = { errors: Number.POSITIVE_INFINITY, above: 0, upTo: 0 }
  for (let cut = 0; cut <= objects.length; cut++) {
    const above = cut === 0 ? 0 : objects[cut - 1]!.size
    const upTo = objects[cut]?.size ?? Number.POSITIVE_INFINITY
    const holdsDefault = above < DEFAULT_DELTA_Z_THRESHOLD && DEFAULT_DELTA_Z_THRESHOLD <= upTo
    if (above < upTo && (errors < best.errors || (errors === best.errors && holdsDefault))) {
      best = { errors, above, upTo }
    }
    const next = objects[cut]
    if (next) errors += (next.label === 0 ? 0 : 1) - (next.label === 1 ? 0 : 1)
  }
  const { above, upTo } = best
  return {
    contradictions: best.errors,
    threshold: { value: roundThreshold(above, upTo), above, upTo },
    loadDatasetOrder: false,
  }
}

/** The plainest number in (above, upTo]: the nominal threshold, processData.py's, else the fewest digits. */
function roundThreshold(above: number, upTo: number): number {
  for (const usual of [DEFAULT_DELTA_Z_THRESHOLD, PROCESS_DATA_THRESHOLD]) {
    if (above < usual && usual <= upTo) return usual
  }
  if (!Number.isFinite(upTo)) return Number((above * 2 || DEFAULT_DELTA_Z_THRESHOLD).toPrecision(1))
  for (let digits = 1; digits < 17; digits++) {
    const value = Number(((above + upTo) / 2).toPrecision(digits))
    if (above < value && value <= upTo) return value
  }
  return upTo
}

/** What processData.py really cuts at. */
const PROCESS_DATA_THRESHOLD = 5e-3

function describe(
  spec: TargetSpec,
  known: readonly CheckedPart[],
  contradictions: number,
  total: number,
  fitted: FittedRule,
): Finding {
  const counts: Record<string, number> = { contradictions, labels: total }
  let file = ''
  let rows: number[] = []
  for (const { split, file: labelFile, labels, attributes } of known) {
    const wrong: number[] = []
    attributes?.forEach((row, index) => {
      if (contradicts(spec.classOf(row), labels[index]!)) wrong.push(index)
    })
    if (split !== null) counts[split] = wrong.length
    if (file === '' && wrong.length > 0) {
      file = labelFile
      rows = wrong
    }
  }
  const rule = RULES[spec.attribute]
  const verb = contradictions === 1 ? 'contradicts' : 'contradict'
  return finding(
    'warning',
    'labels-contradict-attributes',
    `${formatShareOf(contradictions, total, 'label')} ${verb} ${rule} (first in ${file}: ${formatRows(rows)}).${describeThreshold(fitted, contradictions)}`,
    { file, rows, counts: fitted.threshold ? { ...counts, threshold: fitted.threshold.value } : counts },
  )
}

const RULES: Readonly<Record<TargetSpec['attribute'], string>> = {
  deltaZ: 'abs(DeltaZ) < 1e-3 in the attributes',
  status: 'the status in the attributes',
  flag: 'the flag in the attributes',
}

function describeThreshold({ threshold, contradictions: left }: FittedRule, nominal: number): string {
  if (threshold === null || left === nominal) return ''
  const value = formatThreshold(threshold.value)
  const interval = Number.isFinite(threshold.upTo)
    ? `any above ${threshold.above.toPrecision(4)} up to ${threshold.upTo.toPrecision(4)} does`
    : `any above ${threshold.above.toPrecision(4)} does`
  const fit = left === 0 ? 'fits all labels' : `leaves ${left}`
  return ` A threshold of ${value} ${fit} (${interval}): read the classes as DeltaZ below and above ${value}.`
}

function formatThreshold(value: number): string {
  return value.toExponential()
}
