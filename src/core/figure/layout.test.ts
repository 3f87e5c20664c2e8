// Whatever a run holds: nothing leaves the page, nothing lies on anything else, all of it can be read.

import { describe, expect, test } from 'vitest'
import type { RunView } from '../run-view.ts'
import { buildFigure } from './build-figure.ts'
import { madeView, measure, SMALL } from './figure.fixture.ts'
import { layoutFaults } from './layout-check.fixture.ts'
import type { Scene, Shape } from './scene.ts'
import { FIGURE_PANELS, FIGURE_SIZES } from './sizes.ts'

const VIEWS: readonly (readonly [name: string, view: RunView])[] = [
  ...[2, 3, 5, 10].flatMap((classes) =>
    (['short', 'long'] as const).map(
      (names) => [`${classes} classes, ${names}`, madeView(classes, 12, names)] as const,
    ),
  ),
  ...[1, 40, 500].map((epochs) => [`${epochs} epochs`, madeView(2, epochs, 'short')] as const),
  ['counts of nine digits', countsOf(123_456_789)],
  [
    'curves that are missing',
    { ...madeView(2, 12, 'short'), history: { ...SMALL.history, acc: [], loss: [] } },
  ],
  ['a loss of 1e30', { ...madeView(2, 3, 'short'), history: { ...SMALL.history, loss: [1e30, 3, 2] } }],
  ['nothing', nothing()],
  ['a run under way', underWay(madeView(2, 500, 'short'))],
  ['a run of long names under way', underWay(madeView(3, 500, 'long'))],
]

describe.each(FIGURE_SIZES)('$label', ({ value: size }) => {
  test.each(FIGURE_PANELS)('$label', ({ value: panel }) => {
    const faults = VIEWS.flatMap(([name, view]) =>
      layoutFaults(buildFigure({ view, size, panel }, measure), measure).map((fault) => `${name}: ${fault}`),
    )
    expect(faults).toEqual([])
  })
})

test('every cell of up to five classes has its percentage with two decimals', () => {
  for (const { value: size } of FIGURE_SIZES) {
    for (const classes of [2, 3, 5]) {
      for (const names of ['short', 'long'] as const) {
        const { shapes } = buildFigure({ view: madeView(classes, 12, names), size, panel: 'all' }, measure)
        const cells = shapes.filter((shape) => shape.kind === 'text' && /^\d+\.\d\d%$/.test(shape.text))
        expect(cells).toHaveLength(2 * classes ** 2)
      }
    }
  }
})

function countsOf(count: number): RunView {
  const matrix = [
    [count, 1],
    [1, count],
  ]
  return {
    ...madeView(2, 3, 'short'),
    train: { matrix, origin: 'best-train' },
    test: { matrix, origin: 'best-test' },
  }
}

/** With the longest titles. */
function underWay(view: RunView): RunView {
  return {
    ...view,
    ended: false,
    train: { ...view.train!, origin: 'epoch-train' },
    test: { ...view.test!, origin: 'epoch-validation' },
  }
}

function nothing(): RunView {
  const history = { acc: [], loss: [], valAcc: [], valLoss: [], lr: [] }
  const natural = { matrix: null, counts: [], left: null }
  return { ...SMALL, history, train: null, test: null, natural }
}

describe('the check itself finds', () => {
  const text = (more: Partial<Extract<Shape, { kind: 'text' }>>): Shape => ({
    kind: 'text',
    x: 10,
    y: 10,
    text: 'abc',
    size: 3,
    anchor: 'start',
    fill: '#000000',
    ...more,
  })
  const scene = (...shapes: Shape[]): Scene => ({ width: 30, height: 20, title: '', description: '', shapes })

  test.each([
    ['a text beyond the edge', [text({ x: 26 })], ['leaves the page: "abc"']],
    ['a rotated one', [text({ y: 4, rotate: -90 })], ['leaves the page: "abc"']],
    ['texts on each other', [text({}), text({ x: 15, text: 'd' })], ['overlap: "abc" and "d"']],
    ['small type', [text({ size: 2 })], ['too small: "abc" of 2 mm']],
    [
      'thin lines',
      [{ kind: 'circle', x: 5, y: 5, r: 1, fill: '#000000', stroke: { color: '#000000', width: 0.1 } }],
      [
        'too thin: {"kind":"circle","x":5,"y":5,"r":1,"fill":"#000000","stroke":{"color":"#000000","width":0.1}}',
      ],
    ],
    [
      'a line through a text',
      [
        text({}),
        {
          kind: 'polyline',
          points: [
            [1, 1],
            [20, 15],
          ],
          stroke: { color: '#000000', width: 0.3 },
        },
      ],
      ['"abc" lies on a line'],
    ],
    [
      'a pale text',
      [{ kind: 'rect', x: 5, y: 5, width: 20, height: 10, fill: '#440154' }, text({})],
      ['"abc" has a contrast of 1.3781 with #440154'],
    ],
  ] as [string, Shape[], string[]][])('%s', (_, shapes, faults) => {
    const found = layoutFaults(scene(...shapes), measure)
    expect(found.map((fault) => fault.replace(/(\d\.\d{4})\d+/, '$1'))).toEqual(faults)
  })

  test('nothing in a tidy page', () => {
    expect(layoutFaults(scene(text({}), text({ y: 14 })), measure)).toEqual([])
  })
})
