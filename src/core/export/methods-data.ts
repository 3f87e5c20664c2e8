// What a methods paragraph says of the data: where they come from, and how objects became splits.

import { appliedSettings, isStratified } from '../applied-settings.ts'
import type { DropReason, PlanSummary, Preparation } from '../preparation.ts'
import { DROP_REASONS } from '../preparation.ts'
import type { PartialMeta, PartialReport } from '../report.ts'
import { overruledText } from '../run-notes.ts'
import { SPLIT_NAMES } from '../split-names.ts'
import { listed } from '../text.ts'
import type { Dialect } from './dialect.ts'
import { gridPointsOf } from './grid-points.ts'
import { datasetKind } from './test-phrase.ts'

type KnownPreparation = Preparation & Pick<PlanSummary, 'dropped' | 'undersampled'>

const PURPOSES = { train: 'training', validation: 'validation', test: 'testing' } as const

/** Sentences on what is known of the data; `[]` where nothing is. */
export function dataSentences(report: PartialReport, meta: PartialMeta, write: Dialect): readonly string[] {
  const { dataset, preparation, input, redshift } = meta
  const overruled = overruledText(meta, write.text)
  return [
    ...(dataset === null ? [] : [countsText(dataset, write)]),
    ...(preparation === null ? [] : preparationSentences(preparation, write)),
    ...(overruled === null ? [] : [`The network was trained ${overruled}.`]),
    ...(input === null ? [] : [inputText(input, gridPointsOf(report), write)]),
    ...(appliedSettings(meta).redshift === true && redshift !== null ? [redshiftText(redshift)] : []),
  ]
}

function countsText({ name, fingerprint, counts }: NonNullable<PartialMeta['dataset']>, write: Dialect) {
  const total = (values: readonly number[]) => write.integer(values.reduce((sum, value) => sum + value, 0))
  const splits = SPLIT_NAMES.map((split) => `${total(counts[split])} objects for ${PURPOSES[split]}`)
  const perClass = SPLIT_NAMES.map(
    (split) => `${listed(counts[split].map(write.integer))} for ${PURPOSES[split]}`,
  )
  const data = `${datasetKind({ name })} ${write.quoted(name)} (fingerprint ${write.text(fingerprint)})`
  return `The ${data} gives ${listed(splits)}; in the order of the classes, these are ${perClass.join('; ')}.`
}

function preparationSentences(preparation: KnownPreparation, write: Dialect): string[] {
  return [
    droppedText(preparation, write),
    balancingText(preparation, write),
    splitsText(preparation, write),
  ].filter((sentence) => sentence !== '')
}

function droppedText({ dropped, splits }: KnownPreparation, write: Dialect): string {
  const parts = DROP_REASONS.flatMap((reason) => {
    const rows = dropped[reason] ?? 0
    return rows === 0 ? [] : [`${write.integer(rows)} ${reasonText(reason, splits)}`]
  })
  return parts.length === 0 ? '' : `Left out beforehand were rows of these kinds: ${parts.join('; ')}.`
}

/** As `DROP_REASONS` are meant: where splits are drawn, rows resemble any row before. */
function reasonText(reason: DropReason, splits: Preparation['splits']): string {
  const before = splits === 'given' ? 'a row of an earlier split' : 'an earlier row'
  switch (reason) {
    case 'leaked':
      return `equal to ${before}`
    case 'near-leaked':
      return `with the redshift and log-evidence of ${before}`
    case 'same-object':
      return `of the same object as ${before}`
    case 'repeated':
      return splits === 'given' ? 'equal to an earlier row of the same split' : 'equal to an earlier row'
    case 'disagreeing':
      return 'equal to a row with another label'
    case 'without-shape':
      return 'with a posterior of zero at every redshift'
    case 'non-finite':
      return 'with values that are not finite'
    case 'constant':
      return 'with one value at every redshift'
    case 'no-class':
      return 'without a class'
    default:
      return reason satisfies never
  }
}

function balancingText({ balancing, undersampled }: KnownPreparation, write: Dialect): string {
  const left = `which left out ${write.integer(undersampled)} objects`
  switch (balancing) {
    case 'none':
      return ''
    case 'smallest':
      return `Classes were undersampled to the size of the smallest one, ${left}.`
    case 'tenth-more':
      return `Classes were undersampled to at most 1.1 times the size of the smallest one, ${left}.`
    default:
      return balancing satisfies never
  }
}

function splitsText(preparation: KnownPreparation, write: Dialect): string {
  const { splits, testFraction, validationFraction, seed } = preparation
  if (splits === 'given') return 'The splits are those that the data set comes with.'
  const each = isStratified(preparation) ? ', from each class in the same proportion' : ''
  const shares = `${write.percent(testFraction)} for testing, then ${write.percent(validationFraction)} of the rest for validation`
  return `The splits were drawn at random (seed ${seed}): ${shares}${each}.`
}

function inputText(
  input: NonNullable<PartialMeta['input']>,
  points: number | null,
  { formula, integer }: Dialect,
): string {
  const reads = points === null ? 'reads' : `reads, at ${integer(points)} redshifts,`
  switch (input) {
    case 'logPDF':
      return `The network ${reads} the logarithm of the redshift posterior, ${formula.logPosterior}.`
    case 'PDF':
      return `The network ${reads} the redshift posterior, ${formula.posterior}.`
    case 'logVraisemblance':
      return `The network ${reads} the log-likelihood: ${formula.logPosterior} plus the log-evidence of the object.`
    default:
      return input satisfies never
  }
}

function redshiftText(redshift: 'value' | 'index'): string {
  const as = redshift === 'value' ? 'its value' : 'its index in the redshift grid'
  return `The estimated redshift is a second input, as ${as}.`
}
