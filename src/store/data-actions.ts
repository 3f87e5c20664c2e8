// Choosing and reading data. Each new choice ends the one before; a late answer of an earlier one is dropped.

import type { ColumnMapping } from '../core/column-roles.ts'
import type { DatasetReport, ReadProgress } from '../core/dataset-report.ts'
import { describeError } from '../core/errors.ts'
import type { Project } from '../core/project.ts'
import type { RunSettings } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import type { TargetId } from '../core/targets.ts'
import type { CallOptions, ChosenFile } from '../engine/types.ts'
import { forgetCopy, refreshCopies } from './copy-actions.ts'
import { candidateOf, followProject, projectFor } from './follow-project.ts'
import { forgetPredictions } from './network-actions.ts'
import { forgetObjects } from './objects-actions.ts'
import { createPace } from './pace.ts'
import { updatePlan } from './plan-actions.ts'
import {
  type DataState,
  isBusyTraining,
  isReading,
  NO_DATA,
  NO_OBJECTS,
  NO_SPLITS,
  SAMPLE_SETTINGS,
} from './state.ts'
import type { Studio } from './studio.ts'

/** Looks for data sets among files; opens the only one. */
export async function chooseFiles(studio: Studio, files: readonly ChosenFile[]): Promise<void> {
  if (isBusyTraining(studio.store.getState()) || files.length === 0) return
  studio.files = files
  const { project } = studio.store.getState()
  const columns = project?.data.kind === 'files' ? project.data.columns : {}
  await discover(studio, { ...NO_DATA, phase: 'discovering' }, columns)
}

/** Looks for data sets among the same files again, with roles that the visitor gives to columns. */
export async function setColumns(studio: Studio, columns: ColumnMapping): Promise<void> {
  const { discovery, columns: former } = studio.store.getState().data
  if (isBusyTraining(studio.store.getState()) || discovery === null) return
  // what was found stays in sight, and counts if the search is left, until there is something else
  await discover(studio, { ...NO_DATA, phase: 'discovering', discovery, columns: former }, columns)
}

async function discover(studio: Studio, start: DataState, columns: ColumnMapping): Promise<void> {
  const reading = beginReading(studio, start)
  try {
    const discovery = await studio.engine.discover(studio.files, columns, reading.signal)
    if (reading.signal.aborted) return
    setData(studio, { phase: discovery.candidates.length === 0 ? 'failed' : 'choosing', discovery, columns })
    const { project } = studio.store.getState()
    const [only, ...others] = discovery.candidates
    const meant = project === null ? undefined : candidateOf(project, discovery.candidates)
    if (meant !== undefined) await openCandidate(studio, meant.id, project!.target)
    else if (only !== undefined && others.length === 0) await openCandidate(studio, only.id)
    else void refreshCopies(studio)
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
  // what is found anew has other data sets
  if (isBusyTraining(studio.store.getState()) || data.phase === 'discovering') return
  const { discovery, columns } = data
  if (discovery === null) return
  await read(
    studio,
    { ...NO_DATA, phase: 'reading', discovery, columns, candidateId: id },
    REFERENCE_SETTINGS,
    async (options, show) => {
      show(await studio.engine.open(id, target, options))
      return studio.engine.scan({ ...options, keepMegabytes: studio.store.getState().keepMegabytes })
    },
  )
}

/** Simulates the sample data. */
export async function loadSample(studio: Studio): Promise<void> {
  const { sample } = studio.store.getState()
  if (isBusyTraining(studio.store.getState())) return
  await read(
    studio,
    { ...NO_DATA, phase: 'reading', sample },
    { ...SAMPLE_SETTINGS, points: sample.points },
    (options) => studio.engine.simulate(sample, options),
  )
}

/** Ends reading; what was found stays on offer. Does nothing where nothing is being read. */
export function cancelReading(studio: Studio): void {
  if (!isReading(studio.store.getState())) return
  const { discovery, columns } = studio.store.getState().data
  studio.reading?.abort()
  const phase =
    discovery === null ? 'empty' : discovery.candidates.length === 0 ? 'failed' : ('choosing' as const)
  setData(studio, { ...NO_DATA, discovery, columns, phase })
  void refreshCopies(studio)
}

/**
 * Overrules the findings that may be overruled, or takes that back. While a run is under way it stays; while data are
 * read nobody knows yet what there is to overrule.
 */
export function setOverruled(studio: Studio, overruled: boolean): void {
  const state = studio.store.getState()
  if (isBusyTraining(state) || state.data.phase !== 'ready') return
  setData(studio, { overruled })
}

/** Saves the data set in use as an archive of the pre-split NPY tree. */
export async function saveDataset(studio: Studio): Promise<void> {
  const { report, progress } = studio.store.getState().data
  // splits that are being changed or saved already
  if (report === null || progress !== null || studio.store.getState().splits.applying) return
  const saving = new AbortController()
  studio.reading = saving
  setData(studio, { progress: { phase: 'write', file: '', done: 0, total: 1 } })
  try {
    const archive = await studio.engine.saveDataset({
      signal: saving.signal,
      onProgress: (progress) => {
        if (!saving.signal.aborted) setData(studio, { progress })
      },
    })
    if (saving.signal.aborted) return
    studio.download(`${fileStem(report.name)}.zip`, archive)
    setData(studio, { progress: null })
  } catch (thrown) {
    if (!saving.signal.aborted) setData(studio, { progress: null, error: describeError(thrown) })
  }
}

/** `DeltaZ-raw` for `DeltaZ (raw)`. */
function fileStem(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-').replace(/-$/, '')
}

/** Ends saving; what was written of the archive is thrown away. */
export function cancelSaving(studio: Studio): void {
  const { phase, progress } = studio.store.getState().data
  if (phase !== 'ready' || progress === null) return
  studio.reading?.abort()
  setData(studio, { progress: null })
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
  open: (options: CallOptions, show: (report: DatasetReport) => void) => Promise<DatasetReport>,
): Promise<void> {
  const reading = beginReading(studio, start)
  const project = projectFor(studio.store.getState().project, start.sample !== null)
  const set = (patch: Partial<DataState>): void => {
    if (!reading.signal.aborted) setData(studio, patch)
  }
  const pace = createPace(studio.now)
  const onProgress = (progress: ReadProgress) => set({ progress, pace: pace(progress) })
  const suggest = suggestOnce(studio, expected)
  try {
    const opening = open({ signal: reading.signal, onProgress }, (report) => {
      if (reading.signal.aborted) return
      // from here on the visitor may choose settings: what is typed while posteriors are read is not undone at their end
      if (project === null) suggest()
      // what is known before the posteriors were read: the visitor need not wait for the class counts
      set({ report, progress: null, pace: null })
    })
    warmUp(studio, expected, project)
    const opened = await opening
    if (reading.signal.aborted) return
    const report = project === null ? opened : await followProject(studio, project, opened)
    if (reading.signal.aborted) return
    setData(studio, { phase: 'ready', report, progress: null, pace: null })
    if (project === null) suggest()
    studio.store.setState(({ settings, project: waiting }) => ({
      settings: project?.settings ?? settings,
      project: waiting === project ? null : waiting,
      run: null,
      runError: null,
    }))
    forgetObjects(studio)
    void updatePlan(studio)
    void refreshCopies(studio)
  } catch (thrown) {
    failReading(studio, reading, thrown)
  }
}

/** Sets what suits runs on the data; a second call does nothing. */
function suggestOnce({ store }: Studio, { epochs, batchSize }: Expected): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    store.setState(({ settings }) => ({ settings: { ...settings, epochs, batchSize } }))
  }
}

/** Makes the device ready beside the reading, which has begun. A failure shows when a run is started. */
function warmUp(
  { store, engine }: Studio,
  { epochs, batchSize, points }: Expected,
  project: Project | null,
): void {
  const settings = project?.settings ?? { ...store.getState().settings, epochs, batchSize }
  engine.warmUp(settings, points).catch(() => {})
}

function beginReading(studio: Studio, data: DataState): AbortController {
  studio.reading?.abort()
  const reading = new AbortController()
  studio.reading = reading
  forgetCopy(studio)
  // before the data go: nobody may look at, or decide on, objects that are no longer there
  forgetPredictions(studio)
  studio.store.setState({
    data,
    splits: NO_SPLITS,
    objects: NO_OBJECTS,
    projectError: null,
    plan: null,
    planError: null,
    estimate: null,
    estimating: false,
  })
  return reading
}

function failReading(studio: Studio, reading: AbortController, thrown: unknown): void {
  if (reading.signal.aborted) return
  // a report without the posteriors is of no use: they could not be read
  setData(studio, { phase: 'failed', report: null, progress: null, pace: null, error: describeError(thrown) })
  void refreshCopies(studio)
}

function setData(studio: Studio, patch: Partial<DataState>): void {
  studio.store.setState(({ data }) => ({ data: { ...data, ...patch } }))
}
