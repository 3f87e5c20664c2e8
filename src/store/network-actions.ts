// The network in use: loaded, saved, and asked about the data in use.

import { describeError } from '../core/errors.ts'
import { modelFileName } from '../core/export/file-names.ts'
import type { ModelAnswers, ModelCard, SavedAs, SaveModelArguments } from '../core/model-card.ts'
import { appliedReading } from './applied-in-use.ts'
import { keepReading, leaveApplied } from './apply-actions.ts'
import { forgetInspection, loadReflags } from './inspect-actions.ts'
import { networkHold } from './network-hold.ts'
import { type NetworkSlice, NO_NETWORK } from './network-state.ts'
import { temperatureInUse } from './probabilities.ts'
import { isBusyTraining } from './state.ts'
import type { Studio } from './studio.ts'
import { forgetTrust } from './trust-actions.ts'

/** Loads a network from a file; the one before stays where it cannot be read. */
export async function loadModel(studio: Studio, file: File): Promise<void> {
  if (networkHold(studio.store.getState()) !== null) return
  await replaceNetwork(studio, () => studio.engine.loadModel({ path: file.name, file }))
}

/** Says of the network in use what its file does not. */
export async function completeModel(studio: Studio, answers: ModelAnswers): Promise<void> {
  if (networkHold(studio.store.getState()) !== null) return
  await replaceNetwork(studio, () => studio.engine.completeModel(answers))
}

/** A run that begins meanwhile takes the place of both networks. */
async function replaceNetwork(studio: Studio, next: () => Promise<ModelCard>): Promise<void> {
  const isHeld = () => isBusyTraining(studio.store.getState())
  // nobody waits any longer for what the network before says, and the next one would have to
  cancelPredictions(studio)
  setNetwork(studio, { loading: true, error: null })
  try {
    const card = await next()
    if (!isHeld()) takeNetwork(studio, card)
  } catch (thrown) {
    if (!isHeld()) setNetwork(studio, { loading: false, error: describeError(thrown) })
  }
}

/** Saves the network in use, with the temperature in its last layer where probabilities are calibrated. */
export async function saveModel(studio: Studio, ...what: SavedAs): Promise<void> {
  const state = studio.store.getState()
  const { card, saving, loading } = state.network
  // while another one is being read, that would be saved under the name of this one
  if (card === null || saving !== null || loading) return
  const setSaved = (patch: Partial<NetworkSlice>) => {
    if (studio.store.getState().network.card === card) setNetwork(studio, patch)
  }
  const [format] = what
  setNetwork(studio, { saving: format, error: null })
  try {
    const temperature = temperatureInUse(state)
    const contents = await studio.engine.saveModel(...atTemperature(what, temperature))
    studio.download(
      modelFileName({ ...card, temperature: temperature ?? card.temperature }, format),
      contents,
    )
    setSaved({ saving: null })
  } catch (thrown) {
    setSaved({ saving: null, error: describeError(thrown) })
  }
}

function atTemperature(what: SavedAs, temperature: number | null): SaveModelArguments {
  return what[0] === 'amazed' ? [what[0], { ...what[1], temperature }] : [what[0], { temperature }]
}

/** Asks what the network in use says of the data in use, where that is not known. */
export async function loadPredictions(studio: Studio): Promise<void> {
  const state = studio.store.getState()
  const { card, predictions, progress } = state.network
  const { report, phase } = state.data
  if (card === null || phase !== 'ready' || report === null || isBusyTraining(state)) return
  if (progress !== null || predictions?.fingerprint === report.fingerprint) return
  const controller = new AbortController()
  studio.predicting = controller
  const isCurrent = () => {
    const { network, data } = studio.store.getState()
    return studio.predicting === controller && network.card === card && data.report === report
  }
  setNetwork(studio, { progress: { name: '', done: 0, total: 1 }, predictError: null })
  try {
    const found = await studio.engine.predictions(state.settings.backend, {
      signal: controller.signal,
      onProgress: (next) => {
        if (isCurrent()) setNetwork(studio, { progress: next })
      },
    })
    if (!isCurrent()) return
    setNetwork(studio, { predictions: found, progress: null })
    void loadReflags(studio)
  } catch (thrown) {
    const error = describeError(thrown)
    if (isCurrent()) {
      setNetwork(studio, { progress: null, predictError: error.code === 'cancelled' ? null : error })
    }
  } finally {
    if (studio.predicting === controller) studio.predicting = null
  }
}

export function cancelPredictions(studio: Studio): void {
  studio.predicting?.abort()
  studio.predicting = null
  setNetwork(studio, { progress: null })
}

/** A run begins: the network before it is gone. */
export function forgetNetwork(studio: Studio): void {
  takeNetwork(studio, null)
}

/** Other data are in use: what the network said of the others no longer counts, and nothing is known of these. */
export function forgetPredictions(studio: Studio): void {
  const reading = appliedReading(studio.store.getState())
  cancelPredictions(studio)
  setNetwork(studio, { predictions: null, predictError: null })
  forgetTrust(studio)
  keepReading(studio, reading)
  forgetInspection(studio)
}

/** A run has ended: its best weights are the network in use. */
export async function takeTrained(studio: Studio): Promise<void> {
  try {
    const card = await studio.engine.modelInUse()
    if (card === null || isBusyTraining(studio.store.getState())) return
    takeNetwork(studio, card)
    // those of the run: nothing is computed. Where its evaluation was skipped, nobody wants it now
    if (studio.store.getState().run?.test?.origin === 'best-test') await loadPredictions(studio)
  } catch (thrown) {
    setNetwork(studio, { predictError: describeError(thrown) })
  }
}

function takeNetwork(studio: Studio, card: ModelCard | null): void {
  cancelPredictions(studio)
  leaveApplied(studio)
  studio.store.setState({ network: { ...NO_NETWORK, card } })
  // the class that is kept depends on the network
  forgetTrust(studio)
  forgetInspection(studio)
}

function setNetwork(studio: Studio, patch: Partial<NetworkSlice>): void {
  studio.store.setState(({ network }) => ({ network: { ...network, ...patch } }))
}
