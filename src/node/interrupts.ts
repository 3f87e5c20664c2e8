// Ctrl-C during a run: the first one ends training in good order, the second one ends it at once.

import type { TrainSignals } from '../engine/types.ts'
import type { Console } from './console.ts'

/** The two signals of a run, until `release`. */
export interface Interrupts extends TrainSignals {
  release(): void
}

/** Listens for interrupts and says what they do. */
export function listenForInterrupts(console: Console): Interrupts {
  const stop = new AbortController()
  const abandon = new AbortController()
  const release = console.onInterrupt(() => {
    if (stop.signal.aborted) {
      abandon.abort()
      return
    }
    console.print('stopping after this step, then the best weights are evaluated; once more ends at once')
    stop.abort()
  })
  return { stop: stop.signal, abandon: abandon.signal, release }
}
