// The class of every object of a data set for a target: from its label, or by the target's rule from its attributes. Where
// some objects have labels, the others are classed by the rule that these follow, so that all classes mean the same.

import type { Finding } from '../core/dataset-report.ts'
import { deltaZClasses } from '../core/delta-z-classes.ts'
import { DEFAULT_DELTA_Z_THRESHOLD, TARGETS, type TargetId, type TargetSpec } from '../core/targets.ts'
import { bestRule, checkLabels } from './check-labels.ts'
import { labelsFromAttributes } from './choose-target.ts'
import { finding, formatList, formatRows, formatShareOf } from './finding.ts'
import { encodeLabels, INVALID_LABEL } from './labels.ts'
import type { Pool, PooledPart } from './pool.ts'

/** Labels of a pool. */
export interface LabelledPool {
  /** class index per row; `INVALID_LABEL` without a class */
  readonly labels: Uint8Array<ArrayBuffer>
  /** contract names and shown names, in the order that the labels follow */
  readonly classes: readonly string[]
  readonly shown: readonly string[]
  /** labels against attributes */
  readonly findings: readonly Finding[]
  /** why rows at natural prevalence have no class, as sentences; empty where they have, or there are none */
  readonly naturalProblem: string
}

/** Share of labels that may contradict the rule that they are said to follow. */
const MOST_CONTRADICTIONS = 0.05

/**
 * Labels all objects.
 * @param threshold on abs(DeltaZ), where attributes give the classes of all splits, or do not tell how their labels were cut
 * @throws StudioError `bad-input` where one-hot labels have another width than the target has classes
 */
export function labelPool({ parts, rows }: Pool, target: TargetId, threshold: number): LabelledPool {
  const spec = TARGETS[target]
  // without a label or an attribute there is no class
  const labels = new Uint8Array(rows).fill(INVALID_LABEL)
  const own = parts.filter(({ part }) => part.holds !== 'natural')
  const isLabelled = own.some(({ part }) => part.stored !== null)
  // labels beside a data set that has none itself may be of another target
  const stored = isLabelled ? parts.filter(({ part }) => part.stored !== null) : []
  const byRule = parts.filter((place) => !stored.includes(place))
  for (const { part, from } of stored) labels.set(encodeLabels(part.stored!, spec), from)
  const fitted = isLabelled ? fittedThreshold(spec, own, labels) : threshold
  const cut = fitted ?? threshold
  for (const { part, from } of byRule) {
    labels.set(labelsFromAttributes(spec, part.attributes ?? [], cut), from)
  }
  const check = checkLabels(
    target,
    own.map(({ part, from, to }) => ({
      split: part.holds === 'all' || part.holds === 'natural' ? null : part.holds,
      file: part.labelFile,
      labels: labels.subarray(from, to),
      named: part.stored?.form === 'name',
      // classes that the attributes gave cannot contradict them
      attributes: part.stored === null ? null : part.attributes,
    })),
  )
  // classes by rule or by name are numbered as the target does, whatever order stored numbers follow
  const places = spec.classes.map((name) => check.classes.indexOf(name))
  const placeOf = (label: number) => places[label] ?? INVALID_LABEL
  for (const { from, to } of parts.filter((each) => byRule.includes(each) || isNamed(each))) {
    labels.set(labels.subarray(from, to).map(placeOf), from)
  }
  const problems = stored.map((place) => {
    const { part, from, to } = place
    if (part.holds !== 'natural' || part.attributes === null || fitted === null) return ''
    const expected = labelsFromAttributes(spec, part.attributes, fitted).map(placeOf)
    const problem = contradictionsOf(place, labels.subarray(from, to), expected)
    if (problem !== '') labels.fill(INVALID_LABEL, from, to)
    return problem
  })
  const isCut = target === 'DeltaZ' && !isLabelled && threshold !== DEFAULT_DELTA_Z_THRESHOLD
  const named = isCut ? deltaZClasses(threshold) : null
  return {
    labels,
    classes: named?.classes ?? check.classes,
    shown: named?.labels ?? check.labels,
    findings: [
      ...check.findings,
      ...(target === 'DeltaZ' && isLabelled ? describeCut(byRule, cut, fitted !== null) : []),
    ],
    naturalProblem: problems.join(''),
  }
}

function isNamed({ part }: PooledPart): boolean {
  return part.stored?.form === 'name'
}

/**
 * The threshold on abs(DeltaZ) that the labels of the splits follow; `null` where no attributes confirm it, as those of other
 * objects would not.
 */
function fittedThreshold(spec: TargetSpec, own: readonly PooledPart[], labels: Uint8Array): number | null {
  const known = own.filter(({ part }) => part.stored !== null && part.attributes !== null)
  const stored = known.flatMap(({ from, to }) => [...labels.subarray(from, to)])
  const attributes = known.flatMap(({ part }) => part.attributes!)
  if (!attributes.some((row) => spec.classOf(row) !== undefined)) return null
  const { contradictions, threshold } = bestRule(spec, stored, attributes)
  if (contradictions > MOST_CONTRADICTIONS * stored.length) return null
  return threshold?.value ?? DEFAULT_DELTA_Z_THRESHOLD
}

/** What is wrong with labels that follow another rule than those of the splits; empty where they follow the same one. */
function contradictionsOf({ part }: PooledPart, labels: Uint8Array, expected: Uint8Array): string {
  const comparable = [...labels.keys()].filter(
    (row) => labels[row] !== INVALID_LABEL && expected[row] !== INVALID_LABEL,
  )
  const wrong = comparable.filter((row) => labels[row] !== expected[row])
  if (wrong.length <= MOST_CONTRADICTIONS * comparable.length) return ''
  const share = formatShareOf(wrong.length, comparable.length, 'label')
  const verb = wrong.length === 1 ? 'contradicts' : 'contradict'
  return `${part.labelFile}: ${share} ${verb} the attributes under the rule that the labels of the splits follow (${formatRows(wrong)}), so the classes mean something else there. Write both with one rule.`
}

/** Where abs(DeltaZ) of objects without labels was cut, unless it is what the names of the classes say. */
function describeCut(byRule: readonly PooledPart[], cut: number, isFitted: boolean): Finding[] {
  if (isFitted && cut === DEFAULT_DELTA_Z_THRESHOLD) return []
  // which splits have no labels is told where the target is chosen
  const places = isFitted ? byRule : byRule.filter(({ part }) => part.holds === 'natural')
  const [first] = places
  if (first === undefined) return []
  const details = { file: first.part.labelFile, counts: { parts: places.length } }
  const files = formatList(places.map(({ part }) => part.x.name))
  const message = `${files}: there are no labels, so abs(DeltaZ) is cut at ${cut.toExponential()}`
  if (isFitted)
    return [finding('info', 'threshold-fitted', `${message}, as in the labels of the others.`, details)]
  const doubt =
    'Nothing tells whether the labels of the splits were cut there, too: if not, the classes differ.'
  return [finding('warning', 'threshold-assumed', `${message}. ${doubt}`, details)]
}
