// The comparison of the chosen runs of the list. Controls answer at once; what they ask for follows a moment later and in
// pieces (`useDeferredValue`), so that neither a choice nor an epoch of a run under way holds the page.

import { useDeferredValue, useMemo, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { compareRuns } from '../../core/compare/compare-runs.ts'
import type { Comparison, TestId } from '../../core/compare/comparison.ts'
import { isUnderWay, testedRun } from '../../core/compare/test-result.ts'
import type { RunRecord } from '../../core/run-record.ts'
import type { StudioState } from '../../store/state.ts'
import { useActions, useStudio } from '../context.tsx'
import { Panel } from '../shell/Panel.tsx'
import { ComparedRuns } from './ComparedRuns.tsx'
import { ComparisonPanels } from './ComparisonPanels.tsx'
import classes from './ConnectedComparison.module.css'
import { groupText } from './group-text.ts'
import type { Refusal } from './refusals.ts'
import { headsOf } from './run-heads.ts'

/** The regions from "Compared runs" on; with fewer than two chosen runs, what to do. */
export function ConnectedComparison() {
  const isInView = useStudio(({ view }) => view === 'runs')
  const records = useStudio(useShallow(comparedRecords))
  const baselineId = useStudio(({ runs }) => runs.baselineId)
  const test = useStudio(({ runs }) => runs.comparedTest)
  const folded = useStudio(({ runs }) => runs.folded)
  const { toggleCompared, setBaseline, setComparedTest, setFolded, clearCompared, exportComparison } =
    useActions()

  const chosen: Chosen = useMemo(
    () => ({ records, baselineId, test, folded }),
    [records, baselineId, test, folded],
  )
  // behind another view it waits: charts that nobody sees would only slow down those that somebody does
  const [seen, setSeen] = useState(chosen)
  if (isInView && seen !== chosen) setSeen(chosen)
  const shown = useDeferredValue(seen, NOTHING)
  const comparison = useMemo(() => comparisonOf(shown), [shown])
  const content = useMemo(
    () =>
      comparison === null || comparison.runs.length < 2
        ? null
        : { comparison, records: shown.records, folded: shown.folded },
    [comparison, shown],
  )

  const withoutNatural = comparison === null ? null : withoutNaturalText(comparison)
  const first = records[0]
  if (records.length < 2 || first === undefined) {
    return (
      <Panel name="Compared runs">
        <p className={classes.invitation}>
          {first === undefined
            ? 'Choose two to eight runs of the list to compare them.'
            : `Choose a second run to compare ${first.name} with.`}
        </p>
      </Panel>
    )
  }
  return (
    <div className={classes.comparison}>
      <ComparedRuns
        heads={headsOf(records)}
        baselineId={baselineId ?? first.id}
        test={test}
        hasNatural={records.some(({ report }) => (report.meta?.naturalTest ?? null) !== null)}
        groups={comparison?.groups.map((group) => groupText(group, shown.records)) ?? []}
        folded={folded}
        withoutNatural={withoutNatural}
        // without the baseline each is refused for the same reason
        refused={withoutNatural === null ? refusalsOf(comparison) : []}
        notices={comparison?.notices ?? []}
        isEmpty={comparison === null || comparison.runs.length < 2}
        onBaseline={setBaseline}
        onRemove={toggleCompared}
        onTest={setComparedTest}
        onFolded={setFolded}
        onSave={exportComparison}
        onClear={clearCompared}
      />
      {content !== null && <ComparisonPanels content={content} isInView={isInView} />}
    </div>
  )
}

interface Chosen {
  readonly records: readonly RunRecord[]
  readonly baselineId: string | null
  readonly test: TestId
  readonly folded: boolean
}

/** Before the first comparison. */
const NOTHING: Chosen = { records: [], baselineId: null, test: 'test', folded: true }

/** `null` for fewer than two runs. */
function comparisonOf({ records, baselineId, test }: Chosen): Comparison | null {
  const first = records[0]
  return first === undefined || records.length < 2 ? null : compareRuns(records, baselineId ?? first.id, test)
}

function refusalsOf(comparison: Comparison | null): Refusal[] {
  return comparison?.refused.map(({ record, reason }) => ({ name: record.name, reason })) ?? []
}

/** Why nothing can be compared on the natural test: the baseline has none. */
function withoutNaturalText({ test, baseline }: Comparison): string | null {
  if (testedRun(baseline, test).result !== null) return null
  return isUnderWay(baseline)
    ? `${baseline.name} has no natural test yet: it is still running.`
    : `${baseline.name} has no natural test.`
}

/** In the order they were chosen. */
function comparedRecords({ runs: { records, comparedIds } }: StudioState): RunRecord[] {
  return comparedIds.flatMap((id) => records.find((record) => record.id === id) ?? [])
}
