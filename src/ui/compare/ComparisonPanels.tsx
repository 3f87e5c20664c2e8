// Everything that is shown of a comparison. Each panel is given its own part of it as plain data, so that an epoch of a run
// under way renders only the curves anew.

import { memo, useMemo } from 'react'
import type { Comparison } from '../../core/compare/comparison.ts'
import { isUnderWay } from '../../core/compare/test-result.ts'
import type { RunRecord } from '../../core/run-record.ts'
import { ComparedCurves } from './ComparedCurves.tsx'
import { ComparedMatrices } from './ComparedMatrices.tsx'
import { ComparedMetrics } from './ComparedMetrics.tsx'
import { curveSeries, plannedEpochs } from './curve-series.ts'
import { DifferingSettings } from './DifferingSettings.tsx'
import { comparedHeads, headsOf } from './run-heads.ts'
import { SameObjects } from './SameObjects.tsx'

interface ComparisonPanelsProps {
  /** of at least two runs */
  readonly comparison: Comparison
  /** all chosen runs, in the order they were chosen */
  readonly records: readonly RunRecord[]
  /** whether runs that differ by seed only are drawn as one band */
  readonly folded: boolean
}

/** The regions below "Compared runs". */
export const ComparisonPanels = memo(function ComparisonPanels(props: ComparisonPanelsProps) {
  const { comparison, records, folded } = props
  const { runs, test, labels, settings } = comparison
  const heads = comparedHeads(comparison, headsOf(records))
  const series = useMemo(
    () => curveSeries(comparison, headsOf(records), folded),
    [comparison, records, folded],
  )
  return (
    <>
      <ComparedCurves series={series} planned={plannedEpochs(comparison)} />
      <DifferingSettings heads={heads} settings={settings} />
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
      <ComparedMetrics
        heads={heads}
        runs={runs.map(({ accuracy, macroF1, classes }) => ({ accuracy, macroF1, classes }))}
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
})
