// The card of a network that a run has trained, and what a card says about the network.

import { MODEL_CARD_VERSION, type ModelCard } from '../core/model-card.ts'
import { describeModel, MODEL_SPECS, type ModelDescription } from '../core/models.ts'
import type { RunSettings } from '../core/run.ts'
import { plainRunName } from '../core/run-names.ts'
import { STUDIO_VERSION } from '../core/version.ts'
import { describeZgrid } from '../core/zgrid.ts'
import type { Dataset } from '../data/dataset.ts'

/**
 * The card of the best weights so far.
 * @param epoch from 1
 * @param at milliseconds since 1970
 */
export function cardOfRun(
  { report, zgrid, floor }: Dataset,
  settings: RunSettings,
  epoch: number,
  at: number,
): ModelCard {
  const { name, fingerprint, target, classes, labels, splits } = report
  const counts = {
    train: splits.train.counts,
    validation: splits.validation.counts,
    test: splits.test.counts,
  }
  return {
    version: MODEL_CARD_VERSION,
    name: plainRunName(settings.model, target),
    studio: STUDIO_VERSION,
    created: new Date(at).toISOString(),
    origin: 'trained',
    model: settings.model,
    length: report.width,
    dropout: MODEL_SPECS[settings.model].dropout === null ? 0 : settings.dropout,
    target,
    classes,
    labels,
    input: settings.input,
    redshift: settings.redshift,
    floor,
    zgrid: zgrid === null ? null : { ...describeZgrid(zgrid), points: zgrid.length },
    temperature: null,
    training: { epoch, settings, dataset: { name, fingerprint, counts } },
  }
}

/** The network that a card is about. */
export function describeCard({ model, length, classes, dropout }: ModelCard): ModelDescription {
  return describeModel(model, length, classes.length, { dropout })
}
