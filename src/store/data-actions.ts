// Choosing and reading data. Each new choice ends the one before; a late answer of an earlier one is dropped.

import type { DatasetReport } from '../core/dataset-report.ts'
import { describeError } from '../core/errors.ts'
import type { RunSettings } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import type { TargetId } from '../core/targets.ts'
import type { CallOptions, ChosenFile } from '../engine/types.ts'
import { updatePlan } from './plan-actions.ts'
import { type DataState, isBusyTraining, NO_DATA, SAMPLE_SETTINGS } from './state.ts'
import type { Studio } from './studio.ts'

/** Looks for data sets among files; opens the only one. */
export async function chooseFiles(studio: Studio, files: readonly ChosenFile[]): Promise<void> {
  if (isBusyTraining(studio.store.getState()) || files.length === 0) return
  const reading = beginReading(studio, { ...NO_DATA, phase: 'discovering' })
  try {
    const discovery = await studio.engine.discover(files)
    if (reading.signal.aborted) return
    setData(studio, { phase: discovery.candidates.length === 0 ? 'failed' : 'choosing', discovery })
    const [only, ...others] = discovery.candidates
    if (only !== undefined && others.length === 0) await openCandidate(studio, only.id)
  } catch (thrown) {
    failReading(studio, reading, thrown)
  }
}

/** Reads one of the data sets that were found. */
export async function openCandidate(
  studio: Studio,
  id: string,
  target: TargetId | null = null,
): Promise<void> {
  const { data } = studio.store.getState()
  if (isBusyTraining(studio.store.getState()) || data.discovery === null) return
  const { discovery } = data
  await read(
    studio,
    { ...NO_DATA, phase: 'reading', discovery, candidateId: id },
    REFERENCE_SETTINGS,
    (options) => studio.engine.open(id, target, options),
  )
}

/** Simulates the sample data. */
export async function loadSample(studio: Studio): Promise<void> {
  const { sample } = studio.store.getState()
  if (isBusyTraining(studio.store.getState())) return
  await read(
    studio,
    { ...NO_DATA, phase: 'reading' },
    { ...SAMPLE_SETTINGS, points: sample.points },
    (options) => studio.engine.simulate(sample, options),
  )
}

/** Ends reading; what was found stays on offer. Does nothing where nothing is being read. */
export function cancelReading(studio: Studio): void {
  const { discovery, phase } = studio.store.getState().data
  if (phase !== 'discovering' && phase !== 'reading') return
  studio.reading?.abort()
  const found = discovery !== null && discovery.candidates.length > 0
  setData(studio, { ...NO_DATA, discovery, phase: found ? 'choosing' : 'empty' })
}

/** Overrules the findings that may be overruled, or takes that back; while a run is under way it stays. */
export function setOverruled(studio: Studio, overruled: boolean): void {
  if (isBusyTraining(studio.store.getState())) return
  setData(studio, { overruled })
}

/** Saves the data set in use as an archive of the pre-split NPY tree. */
export async function saveDataset(studio: Studio): Promise<void> {
  const { report } = studio.store.getState().data
  if (report === null) return
  const saving = new AbortController()
  studio.reading = saving
  try {
    const archive = await studio.engine.saveDataset({
      signal: saving.signal,
      onProgress: (progress) => {
        if (!saving.signal.aborted) setData(studio, { progress })
      },
    })
    if (saving.signal.aborted) return
    studio.download(`${report.name.replaceAll(/[^\w.-]+/g, '-')}.zip`, archive)
    setData(studio, { progress: null })
  } catch (thrown) {
    if (!saving.signal.aborted) setData(studio, { progress: null, error: describeError(thrown) })
  }
}

/** What is known of data and the runs on them before they are read. */
interface Expected extends Pick<RunSettings, 'epochs' | 'batchSize'> {
  /** per posterior */
  readonly points?: number
}

async function read(
  studio: Studio,
  start: DataState,
  expected: Expected,
  open: (options: CallOptions) => Promise<DatasetReport>,
): Promise<void> {
  const reading = beginReading(studio, start)
  try {
    const opening = open({
      signal: reading.signal,
      onProgress: (progress) => {
        if (!reading.signal.aborted) setData(studio, { progress })
      },
    })
    warmUp(studio, expected)
    const report = await opening
    if (reading.signal.aborted) return
    setData(studio, { phase: 'ready', report, progress: null })
    const { epochs, batchSize } = expected
    studio.store.setState(({ settings }) => ({
      settings: { ...settings, epochs, batchSize },
      run: null,
      runError: null,
    }))
    void updatePlan(studio)
  } catch (thrown) {
    failReading(studio, reading, thrown)
  }
}

/** Makes the device ready beside the reading, which has begun. A failure shows when a run is started. */
function warmUp({ store, engine }: Studio, { epochs, batchSize, points }: Expected): void {
  engine.warmUp({ ...store.getState().settings, epochs, batchSize }, points).catch(() => {})
}

function beginReading(studio: Studio, data: DataState): AbortController {
  studio.reading?.abort()
  const reading = new AbortController()
  studio.reading = reading
  studio.store.setState({ data, plan: null, planError: null, estimate: null, estimating: false })
  return reading
}

function failReading(studio: Studio, reading: AbortController, thrown: unknown): void {
  if (reading.signal.aborted) return
  setData(studio, { phase: 'failed', progress: null, error: describeError(thrown) })
}

function setData(studio: Studio, patch: Partial<DataState>): void {
  studio.store.setState(({ data }) => ({ data: { ...data, ...patch } }))
}
