// Saying where the network looked in the object in the viewer: one request at a time, the latest counts.

import { describeError, type ErrorReport } from '../core/errors.ts'
import { explanationInView, saliencyInView } from './inspected.ts'
import { setInspect } from './set-inspect.ts'
import { isBusyTraining } from './state.ts'
import type { Studio } from './studio.ts'

const BUSY: ErrorReport = {
  code: 'bad-input',
  message: 'Where the network looked cannot be worked out while a run is under way.',
  hint: 'Wait for its end, or stop it; then choose the object again.',
}

/** Explains the object in the viewer, unless that is known. A later request ends the one before. */
export async function explain(studio: Studio): Promise<void> {
  stopExplaining(studio)
  const state = studio.store.getState()
  const request = explanationInView(state)
  if (request === null) return
  setInspect(studio, { saliencyError: null, saliencyProgress: null })
  if (saliencyInView(state) !== null) return
  if (isBusyTraining(state)) {
    setInspect(studio, { saliencyError: BUSY })
    return
  }
  const explaining = new AbortController()
  studio.explaining = explaining
  const { predictions } = state.network
  const isCurrent = () =>
    studio.explaining === explaining && studio.store.getState().network.predictions === predictions
  try {
    const saliency = await studio.engine.saliency(request, state.settings.backend, {
      signal: explaining.signal,
      onProgress: (saliencyProgress) => {
        if (isCurrent()) setInspect(studio, { saliencyProgress })
      },
    })
    if (isCurrent()) setInspect(studio, { saliency, saliencyProgress: null })
  } catch (thrown) {
    if (isCurrent()) setInspect(studio, { saliencyError: describeError(thrown), saliencyProgress: null })
  } finally {
    if (studio.explaining === explaining) studio.explaining = null
  }
}

/** Ends the explaining that is under way. */
export function stopExplaining(studio: Studio): void {
  studio.explaining?.abort()
  studio.explaining = null
}
