import { describe, expect, test } from 'vitest'
import fixture from '../../../reference/fixtures/comparison.json'
import { binaryLossSign } from './loss-kind.ts'
import { imported, trained } from './records.fixture.ts'

const THREE = ['flags 1', 'flags 2-9', 'flags 3-4']

/** First and last epoch of LAM-Redshift's Flag_class_Undersample_Epoch45_BS128_Dropout-0.6.npy. */
const FLAG_CURVES = {
  acc: [0.5038, 0.6406],
  loss: [0.595, 0.4734],
  val_acc: [0.5422, 0.6001],
  val_loss: [0.5625, 0.5018],
}

function labels(classes: number): string[] {
  return Array.from({ length: classes }, (_, i) => `class ${i}`)
}

describe('softmax regressions on overlapping classes', () => {
  test.each(fixture.losses)(
    '$classes classes, $spread apart: categorical losses raise no alarm',
    (history) => {
      const { classes, acc, val_acc, categorical: loss, val_categorical: val_loss } = history
      const { report } = imported('A', labels(classes), { acc, val_acc, loss, val_loss })
      expect(binaryLossSign(report)).toBeNull()
    },
  )

  test.each(fixture.losses.filter(({ spread }) => spread < 1))(
    '$classes classes, $spread apart: binary losses are recognised',
    ({ classes, acc, val_acc, binary: loss, val_binary: val_loss }) => {
      const { report } = imported('A', labels(classes), { acc, val_acc, loss, val_loss })
      const sign = binaryLossSign(report)!
      const accuracy = acc.reduce((sum, value) => sum + value, 0) / acc.length
      expect(sign.accuracy).toBeCloseTo(accuracy, 12)
      expect(sign.least).toBeCloseTo(2 * Math.log(2) * (1 - accuracy), 12)
      expect(sign.loss).toBeLessThan(sign.least)
    },
  )
})

test('a report of LAM-Redshift on three classes', () => {
  const sign = binaryLossSign(imported('A', THREE, FLAG_CURVES).report)!
  expect(sign.loss).toBeCloseTo(0.5342, 12)
  expect(sign.accuracy).toBeCloseTo(0.5722, 12)
  expect(sign.least).toBeCloseTo(2 * Math.LN2 * 0.4278, 12)
})

describe('no sign', () => {
  test('for two classes, where both losses are the same', () => {
    expect(binaryLossSign(imported('A', ['a', 'b'], FLAG_CURVES).report)).toBeNull()
  })

  test('for a run of this studio, whose loss is known', () => {
    const run = trained('A', { labels: THREE, report: FLAG_CURVES })
    expect(binaryLossSign(run.report)).toBeNull()
  })

  test('where only one split is low', () => {
    const high = [1.2, 1.1]
    expect(binaryLossSign(imported('A', THREE, { ...FLAG_CURVES, loss: high }).report)).toBeNull()
    expect(binaryLossSign(imported('A', THREE, { ...FLAG_CURVES, val_loss: high }).report)).toBeNull()
  })

  test('without curves, or of nothing but NaN', () => {
    const none = { acc: null, loss: null, val_acc: null, val_loss: null }
    expect(binaryLossSign(imported('A', THREE, none).report)).toBeNull()
    const nan = { ...FLAG_CURVES, loss: [Number.NaN, Number.NaN] }
    expect(binaryLossSign(imported('A', THREE, nan).report)).toBeNull()
  })
})

test('epochs of NaN do not count', () => {
  const curves = { ...FLAG_CURVES, loss: [Number.NaN, 0.4734] }
  expect(binaryLossSign(imported('A', THREE, curves).report)).toMatchObject({
    loss: 0.4734,
    accuracy: 0.6406,
  })
})
