// Starting and stopping runs.

import { describeError, type ErrorReport } from '../core/errors.ts'
import { foldRun, hasEnded, type RunEvent } from '../core/run.ts'
import { followRun } from './live-record.ts'
import { forgetNetwork, takeTrained } from './network-actions.ts'
import { canStart } from './state.ts'
import type { Studio } from './studio.ts'

/** Trains with the present settings on the data set in use, and folds the run's events into the state. */
export async function startTraining(studio: Studio): Promise<void> {
  const { store, engine } = studio
  if (!canStart(store.getState())) return
  const signals = { stop: new AbortController(), abandon: new AbortController() }
  studio.run = signals
  store.setState(({ runs }) => ({
    run: null,
    runError: null,
    starting: true,
    stopping: false,
    // the panels turn to the run that comes; the record of the one before is one of many from here on
    runs: { ...runs, liveId: null, openedId: null },
  }))
  forgetNetwork(studio)
  const follow = followRun(studio)
  try {
    const events = engine.train(store.getState().settings, {
      stop: signals.stop.signal,
      abandon: signals.abandon.signal,
    })
    for await (const event of events) {
      store.setState(({ run }) => ({ run: foldRun(run, event), starting: false }))
      follow(event)
    }
  } catch (thrown) {
    failRun(studio, describeError(thrown), follow)
  } finally {
    store.setState({ starting: false, stopping: false })
    studio.run = null
    void takeTrained(studio)
  }
}

/** The first call ends training and evaluates the best weights, a second one ends at once. */
export function stop(studio: Studio): void {
  if (studio.run === null) return
  if (studio.run.stop.signal.aborted) studio.run.abandon.abort()
  studio.run.stop.abort()
  studio.store.setState({ stopping: true })
}

/** A run whose engine is gone: what it has shown stays. */
function failRun({ store, now }: Studio, error: ErrorReport, follow: (event: RunEvent) => void): void {
  const { run } = store.getState()
  if (run === null || hasEnded(run.status)) {
    store.setState({ runError: error })
    return
  }
  const seconds = (now() - run.startedAt) / 1000
  const failed: RunEvent = { type: 'runEnded', status: 'failed', stoppedEarly: false, seconds, error }
  store.setState({ run: foldRun(run, failed) })
  follow(failed)
}
