// Starting and stopping runs, and saving their reports.

import { describeError, type ErrorReport } from '../core/errors.ts'
import { buildReport, reportFileName } from '../core/report.ts'
import { foldRun, hasEnded } from '../core/run.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import { canStart } from './state.ts'
import type { Studio } from './studio.ts'

/** Trains with the present settings on the data set in use, and folds the run's events into the state. */
export async function startTraining(studio: Studio): Promise<void> {
  const { store, engine } = studio
  if (!canStart(store.getState())) return
  const signals = { stop: new AbortController(), abandon: new AbortController() }
  studio.run = signals
  store.setState({ run: null, runError: null, starting: true, stopping: false })
  try {
    const events = engine.train(store.getState().settings, {
      stop: signals.stop.signal,
      abandon: signals.abandon.signal,
    })
    for await (const event of events) {
      store.setState(({ run }) => ({ run: foldRun(run, event), starting: false }))
    }
  } catch (thrown) {
    failRun(studio, describeError(thrown))
  } finally {
    store.setState({ starting: false, stopping: false })
    studio.run = null
  }
}

/** The first call ends training and evaluates the best weights, a second one ends at once. */
export function stop(studio: Studio): void {
  if (studio.run === null) return
  if (studio.run.stop.signal.aborted) studio.run.abandon.abort()
  studio.run.stop.abort()
  studio.store.setState({ stopping: true })
}

/** Saves the report of the run that has ended. */
export function exportReport(studio: Studio): void {
  const { run } = studio.store.getState()
  if (run === null || !hasEnded(run.status)) return
  const report = buildReport(run, { studio: STUDIO_VERSION, created: new Date(studio.now()).toISOString() })
  const json = JSON.stringify(report, null, 2)
  studio.download(reportFileName(report), new Blob([json], { type: 'application/json' }))
}

/** A run whose engine is gone: what it has shown stays. */
function failRun({ store, now }: Studio, error: ErrorReport): void {
  const { run } = store.getState()
  if (run === null || hasEnded(run.status)) {
    store.setState({ runError: error })
    return
  }
  const seconds = (now() - run.startedAt) / 1000
  store.setState({
    run: foldRun(run, { type: 'runEnded', status: 'failed', stoppedEarly: false, seconds, error }),
  })
}
