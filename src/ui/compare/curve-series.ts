// The lines of "Compared curves": one per run, or one with a band for runs that differ by their seed only.

import { epochOfLowest } from '../../core/best-epoch.ts'
import type { BandPoint, Comparison, SeedGroup } from '../../core/compare/comparison.ts'
import { isUnderWay } from '../../core/compare/test-result.ts'
import type { RunHistory } from '../../core/run.ts'
import type { RunRecord } from '../../core/run-record.ts'
import { viewOfRecord } from '../../core/run-view.ts'
import { numbersText, type RunHead } from './run-heads.ts'

/** What is drawn: validation, and train beside it. */
export type Curves = Readonly<Record<'acc' | 'loss' | 'valAcc' | 'valLoss', readonly number[]>>

/** One line of a chart. */
export interface CurveSeries {
  readonly key: string
  /** number of the run, or numbers of a group: `1–3` */
  readonly label: string
  readonly name: string
  /** what a reader must know: how a band was made, or that the run goes on; '' where there is nothing */
  readonly note: string
  readonly colour: number
  readonly isUnderWay: boolean
  /** per epoch, from epoch 1; NaN where there is no value. The same arrays as long as the report is the same. */
  readonly curves: Curves
  /** standard deviations of a group per epoch; `null` for one run */
  readonly deviations: Curves | null
  /** of the lowest validation loss; 0 where there is none */
  readonly bestEpoch: number
}

/**
 * The lines in the order of the comparison.
 * @param heads of all chosen runs
 * @param folded whether groups are drawn as bands
 */
export function curveSeries(
  { runs, groups }: Comparison,
  heads: readonly RunHead[],
  folded: boolean,
): CurveSeries[] {
  const numberOf = (record: RunRecord) => heads.find(({ id }) => id === record.id)!.number
  return runs.flatMap(({ record }) => {
    const group = folded
      ? groups.find(({ records }) => records.some(({ id }) => id === record.id))
      : undefined
    if (group === undefined) return [ofRun(record, numberOf(record))]
    return group.records[0]!.id === record.id ? [ofGroup(group, group.records.map(numberOf))] : []
  })
}

/** Epochs of the longest line. */
export function epochsOf(series: readonly CurveSeries[]): number {
  return Math.max(
    0,
    ...series.flatMap(({ curves: { acc, loss, valAcc, valLoss } }) => [
      acc.length,
      loss.length,
      valAcc.length,
      valLoss.length,
    ]),
  )
}

/** Epochs of the shortest line among runs that have ended; 0 where there is none with an epoch. */
export function shortestOf(series: readonly CurveSeries[]): number {
  const ended = series.filter(({ isUnderWay: goesOn }) => !goesOn)
  const lengths = ended.map((one) => epochsOf([one])).filter((length) => length > 0)
  return lengths.length === 0 ? 0 : Math.min(...lengths)
}

/** Epochs that runs under way may still take; 0 where none is under way. */
export function plannedEpochs({ runs }: Comparison): number {
  return Math.max(
    0,
    ...runs.map(({ record }) => (isUnderWay(record) ? (record.report.meta?.epochs ?? 0) : 0)),
  )
}

/** How bands are made, for the legend. */
export function bandNote(seeds: number): string {
  return `mean of ${seeds} seeds, band: 1 standard deviation`
}

function ofRun(record: RunRecord, number: number): CurveSeries {
  const { history, bestEpoch } = viewOfRecord(record)
  return {
    key: record.id,
    label: String(number),
    name: record.name,
    note: isUnderWay(record) ? 'under way' : '',
    colour: record.colour,
    isUnderWay: isUnderWay(record),
    curves: history,
    deviations: null,
    bestEpoch,
  }
}

function ofGroup({ records, name, curves }: SeedGroup, numbers: readonly number[]): CurveSeries {
  const means = bandCurves(curves, 'mean')
  return {
    key: records.map(({ id }) => id).join(' '),
    label: numbersText(numbers),
    name,
    note: bandNote(records.length),
    colour: records[0]!.colour,
    isUnderWay: false,
    curves: means,
    deviations: bandCurves(curves, 'deviation'),
    bestEpoch: epochOfLowest(means.valLoss),
  }
}

function bandCurves(
  curves: Readonly<Record<keyof RunHistory, readonly BandPoint[]>>,
  part: 'mean' | 'deviation',
) {
  const values = (points: readonly BandPoint[]) => {
    const byEpoch = new Array<number>(points.at(-1)?.epoch ?? 0).fill(Number.NaN)
    for (const point of points) byEpoch[point.epoch - 1] = point[part]
    return byEpoch
  }
  const { acc, loss, valAcc, valLoss } = curves
  return { acc: values(acc), loss: values(loss), valAcc: values(valAcc), valLoss: values(valLoss) }
}
