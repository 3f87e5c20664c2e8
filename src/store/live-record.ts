// The record of the run under way. In memory it follows each epoch and each evaluation; it is written less often, because a
// run of short epochs would do little else.

import { reportSoFar } from '../core/report.ts'
import { hasEnded, type RunEvent, type RunState } from '../core/run.ts'
import { plainRunName, uniqueRunName } from '../core/run-names.ts'
import type { RunRecord } from '../core/run-record.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import { countColours, rarestColour, replaceRecord, sortRecords, takeOut } from './compared.ts'
import { dropRun, keepRun, markUnkept } from './keep-runs.ts'
import type { StudioState } from './state.ts'
import type { Studio } from './studio.ts'

/** Between two writings of a run under way. */
const LEAST_MILLISECONDS = 10_000

/**
 * Keeps the record of one run.
 * @returns to be called with each event, after it was folded into the state
 */
export function followRun(studio: Studio): (event: RunEvent) => void {
  const id = studio.newId()
  let writtenAt = Number.NEGATIVE_INFINITY
  return (event) => {
    const { run } = studio.store.getState()
    if (run === null) return
    switch (event.type) {
      case 'runStarted':
        begin(studio, id, run)
        return
      case 'epochEnded':
        update(studio, id, run)
        if (studio.now() - writtenAt < LEAST_MILLISECONDS) return
        writtenAt = studio.now()
        void keepRun(studio, id, ['report'])
        return
      case 'evaluated':
      case 'controlEvaluated':
        // the natural test may take minutes, and a tab be closed meanwhile
        update(studio, id, run)
        void keepRun(studio, id, ['report'])
        return
      case 'runEnded':
        if (run.status === 'failed' && run.history.loss.length === 0) {
          forget(studio, id)
          return
        }
        update(studio, id, run)
        void keepRun(studio, id, ['report'])
        return
      case 'epochStarted':
      case 'batchEnded':
      case 'evaluationAdvanced':
        return
      default:
        event satisfies never
    }
  }
}

/** The record of the run under way in this tab; `null` where there is none. */
export function idUnderWay({ run, runs }: Pick<StudioState, 'run' | 'runs'>): string | null {
  return run === null || hasEnded(run.status) ? null : runs.liveId
}

function begin(studio: Studio, id: string, run: RunState): void {
  studio.store.setState(({ runs }) => {
    const { records } = runs
    const record: RunRecord = {
      id,
      name: uniqueRunName(
        plainRunName(run.settings.model, run.dataset.target),
        records.map(({ name }) => name),
      ),
      tags: [],
      note: '',
      at: run.startedAt,
      source: { kind: 'trained' },
      colour: rarestColour(countColours(records)),
      labels: run.dataset.labels,
      gaps: [],
      report: reportNow(studio, run),
    }
    return { runs: { ...runs, records: sortRecords([record, ...records]), liveId: id } }
  })
  // with its first epoch, or with the name that somebody gives it before
  markUnkept(studio, id, 'added')
}

/** Name, tags, note and colour may have been changed meanwhile. */
function update(studio: Studio, id: string, run: RunState): void {
  studio.store.setState(({ runs }) => {
    const record = runs.records.find((each) => each.id === id)
    if (record === undefined) return { runs }
    const report = reportNow(studio, run)
    return { runs: { ...runs, records: replaceRecord(runs.records, { ...record, report }) } }
  })
}

/** A run that failed before it had anything to show. */
function forget(studio: Studio, id: string): void {
  studio.store.setState(({ runs }) => ({
    runs: { ...takeOut(runs, id), records: runs.records.filter((each) => each.id !== id), liveId: null },
  }))
  // somebody may have given it a name, and so have had it written
  void dropRun(studio, id)
}

function reportNow({ now }: Studio, run: RunState) {
  return reportSoFar(run, { studio: STUDIO_VERSION, created: new Date(now()).toISOString() })
}
