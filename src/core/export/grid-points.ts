// How many redshifts a network reads. Reports do not say, but the summary of its layers follows from it.

import { modelSummary } from '../model-summary.ts'
import { describeModel, MODEL_SPECS } from '../models.ts'
import type { PartialReport } from '../report.ts'

/**
 * Points of the redshift grid; `null` where the summary is not, letter by letter, that of the report's model on that many
 * points.
 */
export function gridPointsOf({
  meta,
  nb_class: classes,
  model_summary: summary,
}: PartialReport): number | null {
  const shape = summary?.match(/\(None, (\d+), \d+\)/)?.[1]
  if (!meta?.model || meta.dropout === null || shape === undefined) return null
  const { model, dropout } = meta
  // Keras prints the output of the first layer, which is shorter than its input by what a kernel without padding takes
  const [first] = MODEL_SPECS[model].layers(classes, dropout)
  const cut = first?.kind === 'conv1d' && first.padding === 'valid' ? first.kernelSize - 1 : 0
  const points = [Number(shape), Number(shape) + cut]
  return points.find((length) => isSummaryOf(length)) ?? null

  function isSummaryOf(length: number): boolean {
    try {
      return modelSummary(describeModel(model, length, classes, { dropout })) === summary
    } catch {
      // too short for the layers
      return false
    }
  }
}
