// What the figure shows of a run: the very texts, points and colours.

import { describe, expect, test } from 'vitest'
import { StudioError } from '../errors.ts'
import { classificationReport } from '../metrics.ts'
import type { RunView } from '../run-view.ts'
import { buildFigure } from './build-figure.ts'
import { madeView, measure, SMALL } from './figure.fixture.ts'
import type { FigurePanel, FigureSize } from './request.ts'
import type { Scene, Shape } from './scene.ts'
import { MM_PER_POINT } from './scene.ts'
import { FIGURE_SIZES } from './sizes.ts'

const figure = (view: RunView, panel: FigurePanel, size: FigureSize = 'column') =>
  buildFigure({ view, size, panel }, measure)

const textsOf = ({ shapes }: Scene) => shapes.filter((shape) => shape.kind === 'text')
const words = (scene: Scene) => textsOf(scene).map(({ text }) => text)
const linesOf = ({ shapes }: Scene, color: string) =>
  shapes.filter(
    (shape): shape is Extract<Shape, { kind: 'polyline' }> =>
      shape.kind === 'polyline' && shape.stroke.color === color,
  )
/** The frame of the curves. */
function frameOf({ shapes }: Scene) {
  const frame = shapes.find((shape) => shape.kind === 'rect' && shape.fill === undefined)
  if (frame?.kind !== 'rect') throw new Error('Expected a frame')
  return frame
}

describe('all four panels', () => {
  test('are 13 x 8 in, or as wide as a column or a page', () => {
    const extents = FIGURE_SIZES.map(({ value }) => figure(SMALL, 'all', value))
    expect(extents.map(({ width }) => width)).toEqual([330.2, 88, 180])
    expect(extents[0]!.height).toBeCloseTo(203.2, 9)
    expect(extents[1]!.height).toBeGreaterThan(110)
    expect(extents[1]!.height).toBeLessThan(130)
    expect(extents[2]!.height).toBeGreaterThan(100)
    expect(extents[2]!.height).toBeLessThan(125)
  })

  test('have bold letters, and stand in two rows', () => {
    const letters = textsOf(figure(SMALL, 'all', 'page')).filter(({ bold }) => bold)
    expect(letters.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd'])
    const [a, b, c, d] = letters
    expect(a!.x).toBe(c!.x)
    expect(b!.x).toBe(d!.x)
    expect(a!.y).toBe(b!.y)
    expect(c!.y).toBe(d!.y)
  })

  test('of one column: two matrices beside each other, those of five classes below each other', () => {
    const rows = (view: RunView) => {
      const letters = textsOf(figure(view, 'all')).filter(({ bold }) => bold)
      return new Set(letters.map(({ y }) => y)).size
    }
    expect(rows(SMALL)).toBe(3)
    expect(rows(madeView(5, 12, 'short'))).toBe(4)
  })

  test('describe themselves with their numbers', () => {
    const { title, description } = figure(SMALL, 'all')
    expect(title).toBe('CNN3, DeltaZ')
    expect(description).toBe(
      'CNN3, DeltaZ. Confusion matrix of train: accuracy 91.25% of 4,000 objects. ' +
        'Confusion matrix of test: accuracy 86.25% of 80 objects. ' +
        'Accuracy and loss by epoch: 3 epochs, best epoch 2 with validation loss 0.6000. ' +
        'Classification report of test: accuracy 0.8625, macro average of f1-score 0.8523.',
    )
  })
})

test.each(FIGURE_SIZES)('type of $value has the size of print', ({ value }) => {
  const sizes = textsOf(figure(SMALL, 'all', value)).map(({ size }) => size / MM_PER_POINT)
  const [least, most] = { reference: [11, 14], page: [7.5, 9], column: [6, 9] }[value]
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(least! - 1e-9)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(most! + 1e-9)
})

describe('a matrix', () => {
  test('has the percentage of the row over the count, the names above and at the left', () => {
    expect(words(figure(SMALL, 'a'))).toEqual([
      'Train',
      'predicted',
      'true',
      'DeltaZ < 1e-3',
      'DeltaZ ≥ 1e-3',
      'DeltaZ < 1e-3',
      'DeltaZ ≥ 1e-3',
      '93.33%',
      '2800',
      '6.67%',
      '200',
      '15.00%',
      '150',
      '85.00%',
      '850',
      '100%',
      '50%',
      '0%',
      'of the true class',
    ])
  })

  test('is coloured as matplotlib colours it, with text that can be read', () => {
    const { shapes } = figure(
      {
        ...SMALL,
        train: {
          matrix: [
            [4, 0],
            [2, 2],
          ],
          origin: 'best-train',
        },
      },
      'a',
    )
    const cells = shapes.filter((shape) => shape.kind === 'rect').slice(0, 4)
    expect(cells.map(({ fill }) => fill)).toEqual(['#fde725', '#440154', '#21918c', '#21918c'])
    const fills = shapes.flatMap((shape) =>
      shape.kind === 'text' && /^\d+\.\d/.test(shape.text) ? [shape.fill] : [],
    )
    expect(fills).toEqual(['#000000', '#ffffff', '#000000', '#000000'])
  })

  test('has its true class in rows and the predicted one in columns', () => {
    const texts = textsOf(figure(SMALL, 'a'))
    const at = (text: string) => texts.find((each) => each.text === text)!
    expect(at('200').x).toBeGreaterThan(at('2800').x)
    expect(at('200').y).toBe(at('2800').y)
    expect(at('150').y).toBeGreaterThan(at('2800').y)
    expect(at('150').x).toBe(at('2800').x)
  })

  test('alone has no letter', () => {
    expect(textsOf(figure(SMALL, 'b')).filter(({ bold }) => bold)).toEqual([])
  })

  test('of passes while the weights moved says so', () => {
    const view: RunView = { ...SMALL, train: { ...SMALL.train!, origin: 'epoch-train' } }
    const { shapes, description } = figure(view, 'a')
    expect(shapes.find((shape) => shape.kind === 'text')).toMatchObject({ text: 'Train, during epoch 3' })
    expect(description).toBe(
      'CNN3, DeltaZ. Confusion matrix of train, during epoch 3: accuracy 91.25% of 4,000 objects.',
    )
  })

  test('of a run that goes on is of validation, and so is the table', () => {
    const view: RunView = { ...SMALL, ended: false, test: { ...SMALL.test!, origin: 'epoch-validation' } }
    expect(words(figure(view, 'b'))[0]).toBe('Validation, after epoch 3')
    expect(words(figure(view, 'd'))[0]).toBe('Classification report, validation, after epoch 3')
    expect(figure(view, 'b').description).toBe(
      'CNN3, DeltaZ. Confusion matrix of validation, after epoch 3: accuracy 86.25% of 80 objects.',
    )
  })
})

describe('the curves', () => {
  test('of more epochs than a call takes values, each with gaps around it', () => {
    const loss = Array.from({ length: 300_000 }, (_, i) => (i % 2 === 0 ? 0.5 : Number.NaN))
    const { shapes } = figure({ ...SMALL, history: { ...SMALL.history, loss } }, 'c')
    // one in the legend would need fewer epochs
    expect(shapes.filter((shape) => shape.kind === 'rect' && shape.fill === '#d55e00')).toHaveLength(150_000)
  })

  test('go through their values, epochs from 1', () => {
    const scene = figure(SMALL, 'c')
    const { x, y, width, height } = frameOf(scene)
    const [, acc] = linesOf(scene, '#0072b2')
    // a run that has ended is shown as far as it went: from 0.5 to 3.5
    const expected = [
      [x + width / 6, y + 0.5 * height],
      [x + width / 2, y + 0.25 * height],
      [x + (5 * width) / 6, y + 0.1 * height],
    ]
    expect(acc!.points).toHaveLength(3)
    for (const [i, point] of acc!.points.entries()) {
      expect(point[0]).toBeCloseTo(expected[i]![0]!, 9)
      expect(point[1]).toBeCloseTo(expected[i]![1]!, 9)
    }
  })

  test('have ticks, words, a legend and the best epoch', () => {
    expect(words(figure(SMALL, 'c'))).toEqual([
      'Accuracy and loss',
      'accuracy',
      'validation accuracy',
      'loss',
      'validation loss',
      '1',
      '2',
      '3',
      '0.0',
      '0.2',
      '0.4',
      '0.6',
      '0.8',
      '1.0',
      'epoch',
      'accuracy, loss',
      'best epoch 2',
    ])
  })

  test('have a dashed line at the best epoch, from top to bottom', () => {
    const scene = figure({ ...SMALL, bestEpoch: 3 }, 'c')
    const { x, y, width, height } = frameOf(scene)
    const dashed = linesOf(scene, '#000000').filter(({ stroke }) => stroke.dash !== undefined)
    expect(dashed).toHaveLength(1)
    const [from, to] = dashed[0]!.points
    expect(from![0]).toBeCloseTo(x + (5 * width) / 6, 9)
    expect(to![0]).toBe(from![0])
    expect([from![1], to![1]]).toEqual([y, y + height])
  })

  test('have none where no epoch is known', () => {
    const scene = figure({ ...SMALL, bestEpoch: 0 }, 'c')
    expect(linesOf(scene, '#000000').filter(({ stroke }) => stroke.dash !== undefined)).toEqual([])
    expect(words(scene)).not.toContain('best epoch 0')
    expect(words(figure({ ...SMALL, bestEpoch: 9 }, 'c'))).not.toContain('best epoch 9')
  })

  test('are told apart by colour, dash and marker', () => {
    const scene = figure(SMALL, 'c')
    const dashes = ['#0072b2', '#009e73', '#d55e00', '#cc79a7'].map(
      (color) => linesOf(scene, color).at(-1)!.stroke.dash?.length ?? 0,
    )
    expect(dashes).toEqual([0, 2, 4, 2])
    const kinds = scene.shapes.filter(({ kind }) => kind === 'circle' || kind === 'polygon')
    // three epochs and the legend: full circles, rings, and diamonds
    expect(kinds).toHaveLength(12)
  })

  test('grow their axis when a loss is above 1', () => {
    const view = { ...SMALL, history: { ...SMALL.history, loss: [1.2, 0.5, 0.25] } }
    const scene = figure(view, 'c')
    const { y, height } = frameOf(scene)
    expect(words(scene).slice(8, 12)).toEqual(['0.0', '0.5', '1.0', '1.5'])
    expect(linesOf(scene, '#d55e00')[1]!.points[0]![1]).toBeCloseTo(y + 0.2 * height, 9)
  })

  test('have gaps where a value is not finite, and a marker where it stands alone', () => {
    const acc = Array.from({ length: 60 }, (_, epoch) => (epoch === 10 || epoch === 12 ? Number.NaN : 0.5))
    const history = { acc, loss: acc.map(() => 0.4), valAcc: [], valLoss: acc.map(() => Number.NaN), lr: [] }
    const scene = figure({ ...SMALL, history, bestEpoch: 0 }, 'c')
    // the legend, epochs 1 to 10, and 14 to 60; epoch 12 is a marker, the only one of so many epochs
    expect(linesOf(scene, '#0072b2').map(({ points }) => points.length)).toEqual([2, 10, 47])
    const { x, y, width, height } = frameOf(scene)
    const markers = scene.shapes.filter(({ kind }) => kind === 'circle')
    expect(markers).toHaveLength(1)
    expect(markers[0]).toMatchObject({ fill: '#0072b2', y: y + height / 2 })
    expect((markers[0] as { x: number }).x).toBeCloseTo(x + (11.5 / 60) * width, 9)
    expect(words(scene)).toContain('validation accuracy (not in this report)')
    expect(words(scene)).toContain('validation loss (not finite)')
  })

  test('have markers up to 40 epochs', () => {
    const circles = (epochs: number) =>
      figure(madeView(2, epochs, 'short'), 'c').shapes.filter(({ kind }) => kind === 'circle').length
    expect(circles(40)).toBe(82)
    expect(circles(41)).toBe(0)
  })
})

describe('the table', () => {
  test('has a row per class, accuracy and the two averages', () => {
    expect(words(figure(SMALL, 'd'))).toEqual([
      'Classification report, test',
      ...['precision', 'recall', 'f1-score', 'support'],
      ...['DeltaZ < 1e-3', '0.8824', '0.9000', '0.8911', '50'],
      ...['DeltaZ ≥ 1e-3', '0.8276', '0.8000', '0.8136', '30'],
      ...['accuracy', '0.8625', '80'],
      ...['macro avg', '0.8550', '0.8500', '0.8523', '80'],
      ...['weighted avg', '0.8618', '0.8625', '0.8620', '80'],
    ])
  })

  test('comes from a saved report where there is no matrix', () => {
    const savedReport = classificationReport(SMALL.test!.matrix)
    const view = { ...SMALL, test: null, savedReport }
    expect(words(figure(view, 'd'))).toEqual(words(figure(SMALL, 'd')))
    expect(words(figure(view, 'b'))).toEqual(['Test', 'not in this report'])
  })
})

describe('what a run does not have', () => {
  const history = { acc: [], loss: [], valAcc: [], valLoss: [], lr: [1e-4] }
  const nothing: RunView = { ...SMALL, history, train: null, test: null, bestEpoch: 0 }

  test('is said in a word', () => {
    const scene = figure(nothing, 'all')
    expect(words(scene)).toEqual([
      ...['a', 'Train', 'not in this report'],
      ...['b', 'Test', 'not in this report'],
      ...['c', 'Accuracy and loss', 'not in this report'],
      ...['d', 'Classification report, test', 'not in this report'],
    ])
    expect(scene.description).toBe(
      'CNN3, DeltaZ. Confusion matrix of train: not in this report. Confusion matrix of test: not in this report. ' +
        'Accuracy and loss by epoch: not in this report. Classification report of test: not in this report.',
    )
  })

  test('may still come', () => {
    expect(words(figure({ ...nothing, ended: false }, 'a'))).toEqual(['Train', 'not yet'])
  })

  test('is an error for a natural test', () => {
    const error = (() => {
      try {
        return figure(SMALL, 'natural')
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(StudioError)
    expect(error).toMatchObject({
      code: 'bad-input',
      message: 'Expected a run with a test at natural prevalence, CNN3, DeltaZ has none.',
      hint: 'Choose another panel.',
    })
  })

  test('beside a natural test, the other one is called balanced', () => {
    const view = { ...SMALL, natural: { matrix: null, counts: [90, 10], left: null } }
    expect(words(figure(view, 'b'))[0]).toBe('Test (balanced)')
    expect(words(figure(view, 'd'))[0]).toBe('Classification report, balanced test')
    expect(words(figure(view, 'a'))[0]).toBe('Train')
    const { description } = figure(view, 'all')
    expect(description).toContain(' Confusion matrix of balanced test: accuracy 86.25% of 80 objects. ')
    expect(description).toMatch(/ Classification report of balanced test: accuracy 0\.8625, [^:]*$/)
    const running = { ...view, ended: false, test: { ...SMALL.test!, origin: 'epoch-validation' as const } }
    expect(words(figure(running, 'b'))[0]).toBe('Validation, after epoch 3')
    expect(words(figure(running, 'd'))[0]).toBe('Classification report, validation, after epoch 3')
  })

  test('a natural test has its matrix', () => {
    const scene = figure(madeView(3, 2, 'short'), 'natural')
    expect(words(scene)[0]).toBe('Natural test')
    expect(scene.description).toBe(
      'CNN3, DeltaZ. Confusion matrix of the natural test: accuracy 82.24% of 18,578 objects.',
    )
  })
})
