// What is said about a preparation: how splits were drawn, what was left out, and the test at natural prevalence.

import type { Finding } from '../core/dataset-report.ts'
import type { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import type { DropReason } from '../core/preparation.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { Arrangement, DatasetSource } from './arrange.ts'
import { finding, formatList, plural } from './finding.ts'
import { partAt, partsHolding } from './pool.ts'

/** What each reason to leave rows out means, after a number of rows. */
const REASONS: Readonly<Record<DropReason, string>> = {
  leaked: 'equal to a row of an earlier split',
  'near-leaked': 'with redshift and log-evidence of a row of an earlier split',
  'same-object': 'of objects of an earlier split',
  repeated: 'equal to an earlier row',
  disagreeing: 'equal to rows with another label',
  'without-shape': 'without shape',
  'non-finite': 'with NaN or +inf',
  constant: 'with one value everywhere',
  'no-class': 'without a class',
}

/** Of splits that are drawn, where no split comes before when rows are left out. */
const DRAWN_REASONS: Readonly<Record<DropReason, string>> = {
  ...REASONS,
  leaked: 'equal to an earlier row',
  'near-leaked': 'with redshift and log-evidence of an earlier row',
  'same-object': 'of objects of an earlier row',
}

/** A warning where the rows at natural prevalence cannot be used, which stops nobody. */
export function noNaturalTest(why: string, file: string): Finding {
  return finding('warning', 'no-natural-test', `No test at natural prevalence: ${why}`, { file })
}

/** An error as sentences of a longer message. */
export function sentencesOf({ message, hint }: Pick<StudioError, 'message' | 'hint'>): string {
  return `${message.endsWith('.') ? message : `${message}.`} ${hint}`.trim()
}

/** Findings about the plan itself. */
export function describePlan(source: DatasetSource, arrangement: Arrangement): Finding[] {
  return [
    describeDraw(source, arrangement),
    describeDropped(arrangement),
    describeUndersampling(arrangement),
    describeNatural(source, arrangement),
  ].filter((each) => each !== null)
}

function describeDraw({ given, pool }: DatasetSource, { preparation, plan }: Arrangement): Finding | null {
  const { splits, stratified, balancing, seed, testFraction, validationFraction } = preparation
  if (splits === 'given') return null
  const [train, validation, test] = SPLIT_NAMES.map((split) => plan.rows[split].length)
  const how = stratified || balancing === 'tenth-more' ? ', each class on its own' : ''
  const why = given === null ? 'No split is given' : 'The splits are drawn anew'
  const message = `${why}: ${plural(train!, 'row')} train, ${formatInteger(validation!)} validate and ${formatInteger(test!)} test, drawn by seed ${seed} (test ${percent(testFraction)} of all, validation ${percent(validationFraction)} of the rest${how}).`
  return finding('info', 'split-here', message, { file: pool.parts[0]!.part.files[0]?.path ?? '' })
}

function describeDropped({ plan: { dropped }, preparation }: Arrangement): Finding | null {
  const meanings = preparation.splits === 'drawn' ? DRAWN_REASONS : REASONS
  const reasons = Object.entries(dropped) as [DropReason, number][]
  if (reasons.length === 0) return null
  const total = reasons.reduce((sum, [, count]) => sum + count, 0)
  const list =
    reasons.length === 1
      ? `, ${meanings[reasons[0]![0]]}`
      : `: ${formatList(reasons.map(([reason, count]) => `${formatInteger(count)} ${meanings[reason]}`))}`
  const message = `${plural(total, 'row')} ${total === 1 ? 'is' : 'are'} left out${list}.`
  return finding('info', 'rows-left-out', message, { counts: { total, ...dropped } })
}

function describeUndersampling({ preparation: { balancing, seed }, plan }: Arrangement): Finding | null {
  if (balancing === 'none') return null
  const most =
    balancing === 'smallest'
      ? 'as many objects as the smallest class (the rule of load_dataset)'
      : 'at most 1.1 times the objects of the smallest class (the rule of processData.py)'
  const message = `Undersampling leaves out ${plural(plan.undersampled, 'row')}, drawn by seed ${seed}, so that every class has ${most}.`
  return finding('info', 'undersampled', message, { counts: { undersampled: plan.undersampled } })
}

function describeNatural(source: DatasetSource, arrangement: Arrangement): Finding | null {
  const { plan, summary } = arrangement
  const { natural, labels } = summary
  if (natural === null || plan.natural === null) return describeAbsence(source, arrangement)
  const total = plan.natural.length
  const shares = labels.map((label, i) => `${label} ${percent(natural.counts[i]! / Math.max(1, total))}`)
  const files = formatList(partsHolding(source.pool, plan.natural).map(({ part }) => part.x.name))
  const left = [
    natural.excluded > 0 ? `${plural(natural.excluded, 'row')} that TRAIN or VALID holds` : '',
    natural.thinned > 0 ? `${formatInteger(natural.thinned)} more so that classes keep their shares` : '',
  ].filter((text) => text !== '')
  const without = left.length === 0 ? '' : ` Left out: ${formatList(left)}.`
  const lacking = lackingInputs(source, plan.natural)
  const message = `Training is balanced, so the model is tested on ${plural(total, 'row')} at natural prevalence as well (${shares.join(', ')}), from ${files}.${without}${lacking}`
  const { excluded, thinned } = natural
  return finding('info', 'natural-test', message, { counts: { rows: total, excluded, thinned } })
}

/** What some of these rows do not have, and who needs it. */
function lackingInputs({ pool }: DatasetSource, rows: Uint32Array): string {
  const lacks = (name: 'redshift' | 'logEvidence') =>
    rows.some((row) => {
      const { part, from } = partAt(pool, row)
      return !Number.isFinite(part.attributes?.[row - from]?.[name] ?? Number.NaN)
    })
  const needs = [
    lacks('redshift') ? 'CNN-2inputs (redshift)' : '',
    lacks('logEvidence') ? 'the input logVraisemblance (log-evidence)' : '',
  ].filter((text) => text !== '')
  if (needs.length === 0) return ''
  return ` These rows lack what ${formatList(needs)} ${needs.length === 1 ? 'needs' : 'need'}: there the test is left out.`
}

/** Why there is no test at natural prevalence although files for it lie beside balanced splits. */
function describeAbsence(
  { pool, balance }: DatasetSource,
  { labelled, preparation, summary }: Arrangement,
): Finding | null {
  const part = pool.parts.find((each) => each.part.holds === 'natural')?.part
  const isWanted = preparation.balancing !== 'none' || balance === 'balanced'
  if (part === undefined || !isWanted) return null
  const absent = summary.labels.filter((_, i) => summary.prevalence[i] === 0)
  const why =
    absent.length < summary.labels.length
      ? `some class of ${part.x.name} has no row that neither TRAIN nor VALID holds.`
      : `${part.x.name} has no row with a class that could be tested on.`
  return noNaturalTest(labelled.naturalProblem || why, part.x.name)
}

/** `15 %`, `7.5 %` */
function percent(fraction: number): string {
  return `${Number((100 * fraction).toFixed(1))} %`
}
