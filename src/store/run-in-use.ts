// The run that panels and files are about: a kept one that somebody opened, or that of this session. The same object as long
// as the run is the same, so that selectors may compare by identity.

import { reportSoFar } from '../core/report.ts'
import { hasEnded, type RunState } from '../core/run.ts'
import { plainRunName } from '../core/run-names.ts'
import type { RunRecord } from '../core/run-record.ts'
import { type RunView, viewOfRecord, viewOfRun } from '../core/run-view.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import type { StudioState } from './state.ts'

type InUse = Pick<StudioState, 'run' | 'runs'>

const viewOf = remember(viewOfRun)
const viewOfKept = remember(viewOfRecord)
const recordOf = remember(recordOfRun)

/** What panels show; `null` before the first run. */
export function viewInUse(state: InUse): RunView | null {
  const opened = openedRecord(state)
  if (opened !== null) return viewOfKept(opened)
  return state.run === null ? null : viewOf(state.run)
}

/** The run that files are made of; `null` while that of this session goes on, and before it. */
export function recordInUse(state: InUse): RunRecord | null {
  const { run, runs } = state
  const opened = openedRecord(state)
  if (opened !== null) return opened
  if (run === null || !hasEnded(run.status)) return null
  // the record may have been deleted while the run is still in the panels
  return runs.records.find(({ id }) => id === runs.liveId) ?? recordOf(run)
}

/** The kept run that was opened; `null` where the panels show that of this session. */
export function openedRecord({ runs }: Pick<StudioState, 'runs'>): RunRecord | null {
  if (runs.openedId === null) return null
  return runs.records.find(({ id }) => id === runs.openedId) ?? null
}

/** The record of a run that nobody keeps. */
function recordOfRun(run: RunState): RunRecord {
  const created = new Date(run.startedAt + 1000 * run.seconds).toISOString()
  return {
    id: '',
    name: plainRunName(run.settings.model, run.dataset.target),
    tags: [],
    note: '',
    at: run.startedAt,
    source: { kind: 'trained' },
    colour: 0,
    labels: run.dataset.labels,
    gaps: [],
    report: reportSoFar(run, { studio: STUDIO_VERSION, created }),
  }
}

function remember<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}
