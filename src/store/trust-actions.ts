// What is asked of the network's probabilities: on which rows, for which class, from which threshold on, and calibrated or
// not. The numbers themselves are worked out where they are shown.

import { describeError } from '../core/errors.ts'
import { trustFileName } from '../core/export/file-names.ts'
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
 * Chooses rows, the class that is kept, its share in the survey, or the threshold, which stays within 0 and 1, and as it is for
 * NaN. Remembers on which rows a threshold was chosen, and that share, until another class is kept.
 */
export function setTrust(
  studio: Studio,
  patch: Partial<Pick<TrustSlice, 'split' | 'keptClass' | 'threshold' | 'surveyShare'>>,
): void {
  const state = studio.store.getState()
  const { threshold: asked = Number.NaN, ...others } = patch
  const isSameClass = (others.keptClass ?? state.trust.keptClass) === state.trust.keptClass
  const kept = { ...(!isSameClass && { surveyShare: null }), ...others }
  if (!Number.isNaN(asked)) {
    const threshold = Math.min(1, Math.max(0, asked))
    change(studio, { ...kept, threshold, chosenOn: trustedSplit(state)?.split ?? null, chosenBefore: null })
    return
  }
  change(studio, { ...kept, ...(!isSameClass && { chosenOn: null, chosenBefore: null }) })
}

/** Fits the temperature on validation; `setCalibrated` applies it. Nothing without predictions of validation. */
export function fitTemperature(studio: Studio): void {
  const { predictions } = studio.store.getState().network
  const validation = predictionsOf(predictions, 'validation')
  if (predictions === null || validation === null || validation.rows === 0) return
  const fit = fittedTemperature(validation.logits, validation.labels, predictions.card.classes.length)
  change(studio, { fit })
}

/** Applies the fitted temperature, or no longer; nothing is applied before it was fitted. */
export function setCalibrated(studio: Studio, asked: boolean): void {
  const { fit, calibrated, chosenOn, chosenBefore } = studio.store.getState().trust
  const next = asked && fit !== null
  if (next === calibrated) return
  // a threshold that was chosen for the other probabilities is theirs again once these are back
  change(studio, { calibrated: next, chosenOn: chosenBefore, chosenBefore: chosenOn })
}

/**
 * Forgets what belongs to the network or the data before: temperature, rows in view, shares, the class that is kept, which
 * becomes that of the network in use whose redshifts are trusted most, and the threshold. That begins where no other class can
 * be more probable, however many there are.
 */
export function forgetTrust(studio: Studio): void {
  const { card } = studio.store.getState().network
  change(studio, { ...NO_TRUST, keptClass: trustedClass(card?.target ?? null) })
}

/**
 * Saves the scores, bins and curves of the rows in view, or the probabilities of every row; nothing without predictions. Files,
 * rows and names of the objects are asked for where nobody has looked at the objects yet.
 */
export async function exportTrust(studio: Studio, kind: TrustExport): Promise<void> {
  const state = studio.store.getState()
  const { predictions } = state.network
  if (predictions === null) return
  change(studio, { error: null })
  try {
    const csv =
      kind === 'measures'
        ? measuresFile(state, predictions)
        : await predictionsFile(studio, state, predictions)
    if (csv !== null)
      studio.download(fileName(state, predictions.card, kind), new Blob([csv], { type: 'text/csv' }))
  } catch (thrown) {
    change(studio, { error: describeError(thrown) })
  }
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

/** Splits do not overwrite each other. */
function fileName(state: StudioState, card: ModelCard, kind: TrustExport): string {
  const what = kind === 'measures' ? `trust-${trustedSplit(state)?.split}` : 'predictions'
  return trustFileName(card, what, temperatureInUse(state))
}

function change(studio: Studio, patch: Partial<TrustSlice>): void {
  studio.store.setState(({ trust }) => ({ trust: { ...trust, ...patch } }))
}
