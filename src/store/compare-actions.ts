// Which runs are held against each other, and how.

import { compareRuns } from '../core/compare/compare-runs.ts'
import type { TestId } from '../core/compare/comparison.ts'
import { comparisonCsv } from '../core/compare/comparison-csv.ts'
import { comparisonLatex } from '../core/compare/comparison-latex.ts'
import type { ComparisonFormat } from './actions-type.ts'
import { takeIn, takeOut, withBaseline } from './compared.ts'
import { keepRun } from './keep-runs.ts'
import type { RunsSlice } from './state.ts'
import type { Studio } from './studio.ts'

/** Takes a run into the comparison or out of it. A colour that changes on the way is kept with the run. */
export function toggleCompared(studio: Studio, id: string): void {
  const { runs } = studio.store.getState()
  if (runs.comparedIds.includes(id)) {
    setRuns(studio, takeOut(runs, id))
    return
  }
  const taken = takeIn(runs, id)
  setRuns(studio, taken)
  if (taken.records !== runs.records) void keepRun(studio, id, ['colour'])
}

/** Compares nothing. */
export function clearCompared(studio: Studio): void {
  setRuns(studio, { comparedIds: [], baselineId: null, comparedTest: 'test' })
}

/** Holds the others against this one of the compared runs. */
export function setBaseline(studio: Studio, id: string): void {
  const { runs } = studio.store.getState()
  if (runs.comparedIds.includes(id)) setRuns(studio, withBaseline(runs, id))
}

/** Chooses the rows that runs are compared on. */
export function setComparedTest(studio: Studio, comparedTest: TestId): void {
  setRuns(studio, { comparedTest })
}

/** Draws runs that differ by seed only as one band, or each on its own. */
export function setFolded(studio: Studio, folded: boolean): void {
  setRuns(studio, { folded })
}

/** Saves the numbers of the comparison; nothing where there is none. */
export function exportComparison(studio: Studio, format: ComparisonFormat): void {
  const { records, comparedIds, baselineId, comparedTest } = studio.store.getState().runs
  const compared = comparedIds.flatMap((id) => records.find((record) => record.id === id) ?? [])
  const comparison = baselineId === null ? null : compareRuns(compared, baselineId, comparedTest)
  if (comparison === null || comparison.runs.length < 2) return
  const { extension, type, make } = FORMATS[format]
  const date = new Date(studio.now()).toISOString().slice(0, 10)
  const name = `redshift-studio_comparison${comparedTest === 'natural' ? '_natural' : ''}_${date}.${extension}`
  studio.download(name, new Blob([make(comparison)], { type }))
}

const FORMATS = {
  csv: { extension: 'csv', type: 'text/csv', make: comparisonCsv },
  latex: { extension: 'tex', type: 'text/x-tex', make: comparisonLatex },
} as const

function setRuns(studio: Studio, patch: Partial<RunsSlice>): void {
  studio.store.setState(({ runs }) => ({ runs: { ...runs, ...patch } }))
}
