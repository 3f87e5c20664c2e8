// What is asked of the network's probabilities: on which rows, for which class, from which threshold on, and calibrated or
// not. The numbers themselves are worked out where they are shown.

import { modelFileName } from '../core/export/file-names.ts'
import { predictionsCsv, type SplitProbabilities, trustMeasuresCsv } from '../core/export/trust-csv.ts'
import type { ModelCard } from '../core/model-card.ts'
import type { ObjectColumns } from '../core/objects.ts'
import type { RunPredictions } from '../core/predictions.ts'
import { fitTemperature as fittedTemperature } from '../core/trust/temperature.ts'
import type { TrustExport } from './actions-type.ts'
import { NO_TRUST, type TrustSlice } from './network-state.ts'
import { controlProbabilitiesOf, predictionsOf, probabilitiesOf, temperatureInUse } from './probabilities.ts'
import type { StudioState } from './state.ts'
import type { Studio } from './studio.ts'
import { keptClassOf, trustedClass, trustedSplit } from './trust-in-use.ts'

/**
 * Chooses rows, the class that is kept, or the threshold, which stays within 0 and 1, and as it is for NaN. Remembers on which
 * rows a threshold was chosen, until another class is kept.
 */
export function setTrust(
  studio: Studio,
  patch: Partial<Pick<TrustSlice, 'split' | 'keptClass' | 'threshold'>>,
): void {
  const state = studio.store.getState()
  const { threshold: asked = Number.NaN, ...others } = patch
  if (!Number.isNaN(asked)) {
    const threshold = Math.min(1, Math.max(0, asked))
    change(studio, { ...others, threshold, chosenOn: trustedSplit(state)?.split ?? null })
    return
  }
  const { keptClass, chosenOn } = state.trust
  const isSameClass = (others.keptClass ?? keptClass) === keptClass
  change(studio, { ...others, chosenOn: isSameClass ? chosenOn : null })
}

/** Fits the temperature on validation, and applies it; nothing without predictions of validation. */
export function fitTemperature(studio: Studio): void {
  const { predictions } = studio.store.getState().network
  const validation = predictionsOf(predictions, 'validation')
  if (predictions === null || validation === null || validation.rows === 0) return
  const fit = fittedTemperature(validation.logits, validation.labels, predictions.card.classes.length)
  // the threshold was chosen for other probabilities
  change(studio, { fit, calibrated: true, chosenOn: null })
}

/** Applies the fitted temperature, or no longer; nothing is applied before it was fitted. */
export function setCalibrated(studio: Studio, calibrated: boolean): void {
  const { fit } = studio.store.getState().trust
  change(studio, { calibrated: calibrated && fit !== null, chosenOn: null })
}

/**
 * Forgets what belongs to the network or the data before: temperature, rows in view, the class that is kept, which becomes that
 * of the network in use whose redshifts are trusted most, and the threshold, which becomes what chance gives each class.
 */
export function forgetTrust(studio: Studio): void {
  const { card } = studio.store.getState().network
  const threshold = 1 / Math.max(2, card?.classes.length ?? 0)
  change(studio, { ...NO_TRUST, threshold, keptClass: trustedClass(card?.target ?? null) })
}

/**
 * Saves the scores, bins and curves of the rows in view, or the probabilities of every row; nothing without predictions. Files,
 * rows and names of the objects are asked for where nobody has looked at the objects yet.
 */
export async function exportTrust(studio: Studio, kind: TrustExport): Promise<void> {
  const state = studio.store.getState()
  const { predictions } = state.network
  if (predictions === null) return
  const csv =
    kind === 'measures' ? measuresFile(state, predictions) : await predictionsFile(studio, state, predictions)
  if (csv !== null)
    studio.download(fileName(state, predictions.card, kind), new Blob([csv], { type: 'text/csv' }))
}

function measuresFile(state: StudioState, { card }: RunPredictions): string | null {
  const inView = trustedSplit(state)
  const probabilities = inView && probabilitiesOf(state, inView.split)
  if (inView === null || probabilities === null) return null
  return trustMeasuresCsv({
    predictions: inView,
    classes: card.classes,
    probabilities,
    temperature: temperatureInUse(state),
    control: controlProbabilitiesOf(state, inView.split),
    keptClass: keptClassOf(state),
    threshold: state.trust.threshold,
  })
}

async function predictionsFile(
  studio: Studio,
  state: StudioState,
  { card, splits }: RunPredictions,
): Promise<string> {
  return predictionsCsv({
    classes: card.classes,
    columns: state.objects.loaded?.columns ?? (await columnsOf(studio)),
    splits: splits.flatMap((predictions): SplitProbabilities[] => {
      const probabilities = probabilitiesOf(state, predictions.split)
      const control = controlProbabilitiesOf(state, predictions.split)
      return probabilities === null ? [] : [{ predictions, probabilities, control }]
    }),
  })
}

/** `null` where they cannot be had: the table then has the numbers of the objects only. */
async function columnsOf({ engine }: Studio): Promise<ObjectColumns | null> {
  try {
    return (await engine.objects()).columns
  } catch {
    return null
  }
}

/** Probabilities before and after calibration do not overwrite each other, nor do splits. */
function fileName(state: StudioState, card: ModelCard, kind: TrustExport): string {
  const network = modelFileName(card, 'keras').slice(0, -'.keras'.length)
  const what = kind === 'measures' ? `trust-${trustedSplit(state)?.split}` : 'predictions'
  return `${network}_${what}${temperatureInUse(state) === null ? '' : '-calibrated'}.csv`
}

function change(studio: Studio, patch: Partial<TrustSlice>): void {
  studio.store.setState(({ trust }) => ({ trust: { ...trust, ...patch } }))
}
