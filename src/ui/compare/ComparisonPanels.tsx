// Everything that is shown of a comparison. Each panel is given its own part of it as plain data, so that an epoch of a run
// under way renders only the curves anew; and panels take turns.

import { memo, useMemo } from 'react'
import type { Comparison } from '../../core/compare/comparison.ts'
import { isUnderWay } from '../../core/compare/test-result.ts'
import type { RunRecord } from '../../core/run-record.ts'
import { ComparedCurves } from './ComparedCurves.tsx'
import { ComparedMatrices } from './ComparedMatrices.tsx'
import { ComparedMetrics } from './ComparedMetrics.tsx'
import classes from './ComparisonPanels.module.css'
import { curveSeries, plannedEpochs } from './curve-series.ts'
import { DifferingSettings } from './DifferingSettings.tsx'
import { comparedHeads, headsOf } from './run-heads.ts'
import { SameObjects } from './SameObjects.tsx'
import { useTurns } from './use-turns.ts'

/** What is compared; the same object as long as nothing of it changes. */
export interface ComparisonContent {
  /** of at least two runs */
  readonly comparison: Comparison
  /** all chosen runs, in the order they were chosen */
  readonly records: readonly RunRecord[]
  /** whether runs that differ by seed only are drawn as one band */
  readonly folded: boolean
}

/** In the order of the page and of their turns. */
const PARTS = [
  { key: 'curves', Part: Curves },
  { key: 'settings', Part: Settings },
  { key: 'matrices', Part: Matrices },
  { key: 'numbers', Part: Numbers },
] as const

interface ComparisonPanelsProps {
  readonly content: ComparisonContent
  readonly isInView: boolean
}

/** The regions below "Compared runs". */
export const ComparisonPanels = memo(function ComparisonPanels({ content, isInView }: ComparisonPanelsProps) {
  const turns = useTurns(content, isInView, PARTS.length)
  return PARTS.map(({ key, Part }, index) => {
    const { value, isShown } = turns[index]!
    if (value === null) return null
    return (
      <div key={key} className={classes.part} hidden={!isShown}>
        <Part {...value} />
      </div>
    )
  })
})

function Curves({ comparison, records, folded }: ComparisonContent) {
  const series = useMemo(
    () => curveSeries(comparison, headsOf(records), folded),
    [comparison, records, folded],
  )
  return <ComparedCurves series={series} planned={plannedEpochs(comparison)} />
}

function Settings({ comparison, records }: ComparisonContent) {
  return (
    <DifferingSettings heads={comparedHeads(comparison, headsOf(records))} settings={comparison.settings} />
  )
}

function Matrices({ comparison, records }: ComparisonContent) {
  const { runs, labels, test } = comparison
  const heads = comparedHeads(comparison, headsOf(records))
  return (
    <ComparedMatrices
      items={runs.map(({ record, matrix, difference }, index) => ({
        head: heads[index]!,
        isUnderWay: isUnderWay(record),
        matrix,
        difference,
      }))}
      labels={labels}
      test={test}
    />
  )
}

function Numbers({ comparison, records }: ComparisonContent) {
  const { runs, labels, test } = comparison
  const heads = comparedHeads(comparison, headsOf(records))
  return (
    <>
      <ComparedMetrics
        heads={heads}
        runs={runs.map(({ accuracy, macroF1, control, classes: ofClasses }) => ({
          accuracy,
          macroF1,
          control,
          classes: ofClasses,
        }))}
        labels={labels}
        test={test}
      />
      <SameObjects
        baseline={heads[0]!}
        items={runs.slice(1).map(({ mcnemar, withoutMcNemar }, index) => ({
          head: heads[index + 1]!,
          mcnemar,
          withoutMcNemar,
        }))}
      />
    </>
  )
}
