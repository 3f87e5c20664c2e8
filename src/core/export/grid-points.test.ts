import { expect, test } from 'vitest'
import { modelSummary } from '../model-summary.ts'
import { describeModel, MODEL_IDS } from '../models.ts'
import { gridPointsOf } from './grid-points.ts'
import { LAM, TWO_CLASSES } from './record.fixture.ts'

const { report } = TWO_CLASSES

test.each(MODEL_IDS.flatMap((model) => [256, 1009, 17_908].map((points) => [model, points] as const)))(
  '%s on %i points',
  (model, points) => {
    for (const [classes, dropout] of [
      [2, 0],
      [5, 0.2],
    ] as const) {
      const summary = modelSummary(describeModel(model, points, classes, { dropout }))
      const meta = { ...report.meta!, model, dropout }
      expect(gridPointsOf({ ...report, nb_class: classes, model_summary: summary, meta })).toBe(points)
    }
  },
)

test('a summary of another network, or of none, tells nothing', () => {
  const { meta } = report
  const summary = report.model_summary!
  const pointsWith = (patch: Partial<typeof report>) => gridPointsOf({ ...report, ...patch })
  expect(pointsWith({})).toBe(17_908)
  expect(pointsWith({ model_summary: summary.replace('(None, 17900, 32)', '(None, 17800, 32)') })).toBeNull()
  expect(pointsWith({ model_summary: summary.replace('(None, 17900, 32)', '(None, 3, 32)') })).toBeNull()
  expect(pointsWith({ model_summary: `${summary}\n` })).toBeNull()
  expect(pointsWith({ model_summary: 'none' })).toBeNull()
  expect(pointsWith({ model_summary: null })).toBeNull()
  expect(pointsWith({ nb_class: 3 })).toBeNull()
  expect(pointsWith({ meta: { ...meta!, model: 'CNN8' } })).toBeNull()
  expect(pointsWith({ meta: { ...meta!, model: null } })).toBeNull()
  expect(pointsWith({ meta: { ...meta!, dropout: null } })).toBeNull()
  expect(gridPointsOf(LAM.report)).toBeNull()
})
