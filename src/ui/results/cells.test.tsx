// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { TWO_CLASSES } from '../../core/export/record.fixture.ts'
import type { RunPredictions, SplitPredictions } from '../../core/predictions.ts'
import type { ConfusionMatrix, EvaluatedSplit, RunState } from '../../core/run.ts'
import { NO_NETWORK } from '../../store/network-state.ts'
import { NO_RUNS, type StudioState } from '../../store/state.ts'
import { CARD } from '../inspect-network/inspect.fixture.ts'
import { IMPORTED, RECORD } from '../runs/test-data.ts'
import { endedRun, RUN } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { MatrixPanel } from './MatrixPanel.tsx'
import { NaturalMatrixPanel } from './NaturalMatrixPanel.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

/** Predictions of a split that come to a matrix. */
function splitOf(split: EvaluatedSplit, matrix: ConfusionMatrix): SplitPredictions {
  const facts = matrix.flatMap((row, truth) =>
    row.flatMap((count, predicted) => Array.from({ length: count }, () => ({ truth, predicted }))),
  )
  return {
    split,
    fingerprint: split,
    rows: facts.length,
    objects: Uint32Array.from(facts, (_, i) => i),
    labels: Uint8Array.from(facts, ({ truth }) => truth),
    redshift: new Float64Array(facts.length),
    logits: Float32Array.from(facts.flatMap(({ predicted }) => [1 - predicted, predicted])),
    control: null,
  }
}

const NATURAL = [
  [900, 100],
  [0, 234],
]
const ENDED: RunState = endedRun('finished')
const WITH_NATURAL: RunState = {
  ...ENDED,
  dataset: {
    ...ENDED.dataset,
    natural: [1000, 234],
    planned: { ...ENDED.dataset.planned, natural: { counts: [1000, 234], excluded: 0, thinned: 0 } },
  },
  natural: { matrix: NATURAL, loss: 0.3, acc: 0.9, rows: null },
}
const PREDICTIONS: RunPredictions = {
  card: CARD,
  fingerprint: '9f3c1be2',
  splits: [
    splitOf('test', ENDED.test!.matrix),
    splitOf('natural', NATURAL),
    splitOf('train', ENDED.train!.matrix),
  ],
  control: null,
}

function draw(run: RunState, patch: Partial<StudioState> = {}): void {
  shown = render(
    <>
      <MatrixPanel split="train" letter="a" />
      <MatrixPanel split="test" letter="b" />
      <NaturalMatrixPanel />
    </>,
    { run, network: { ...NO_NETWORK, card: CARD, predictions: PREDICTIONS }, ...patch },
  )
}

const buttonsIn = (split: string) => [
  ...region(shown.container, `Confusion matrix ${split}`).querySelectorAll('button'),
]
const counts = () => ['train', 'test', 'natural test'].map((split) => buttonsIn(split).length)

describe('the way from a cell to its objects', () => {
  test('is open in all three matrices of the network in use', () => {
    draw(WITH_NATURAL)
    expect(counts()).toEqual([4, 4, 3])
    expect(buttonsIn('test')[1]!.getAttribute('aria-label')).toBe(
      'Show 5 objects: true DeltaZ < 1e-3, predicted DeltaZ ≥ 1e-3',
    )
    for (const split of ['train', 'test', 'natural test']) act(() => buttonsIn(split)[1]!.click())
    expect(shown.calls).toEqual([
      ['inspectCell', { split: 'train', truth: 0, predicted: 1 }],
      ['inspectCell', { split: 'test', truth: 0, predicted: 1 }],
      ['inspectCell', { split: 'natural', truth: 0, predicted: 1 }],
    ])
  })

  test('opens when the predictions have come', () => {
    draw(WITH_NATURAL, { network: NO_NETWORK })
    expect(counts()).toEqual([0, 0, 0])
    shown.update({ network: { ...NO_NETWORK, card: CARD, predictions: PREDICTIONS } })
    expect(counts()).toEqual([4, 4, 3])
  })

  test('is closed while a run goes on: its matrices are not of the best weights', () => {
    const matrix = PREDICTIONS.splits[0]!
    draw({ ...RUN, test: { matrix: ENDED.test!.matrix, origin: 'epoch-validation' } })
    expect(matrix.rows).toBe(80)
    expect(['train', 'test'].map((split) => buttonsIn(split).length)).toEqual([0, 0])
  })

  test('is closed for predictions that come to another matrix, split by split', () => {
    const other = splitOf('test', [
      [44, 6],
      [6, 24],
    ])
    const predictions = { ...PREDICTIONS, splits: [other, PREDICTIONS.splits[2]!] }
    draw(WITH_NATURAL, { network: { ...NO_NETWORK, card: CARD, predictions } })
    expect(counts()).toEqual([4, 0, 0])
  })

  test('is closed in a kept run that was opened, even one of the same counts', () => {
    const report = {
      ...RECORD.report,
      conf_matrix_test: ENDED.test!.matrix as number[][],
      conf_matrix_train: ENDED.train!.matrix as number[][],
    }
    const runs = { ...NO_RUNS, records: [{ ...RECORD, report }], openedId: RECORD.id }
    draw(ENDED, { runs })
    expect(['train', 'test'].map((split) => buttonsIn(split).length)).toEqual([0, 0])
    shown.update({ runs: { ...runs, openedId: null } })
    expect(['train', 'test'].map((split) => buttonsIn(split).length)).toEqual([4, 4])
  })
})

const KEPT_RUN =
  'A kept run has no network, so its cells lead to no objects. Train it again, or load its network file and turn to Inspect.'
const LOADED_NETWORK =
  'The network in use was loaded from a file, so these cells lead to no objects. Turn to Inspect for its own.'

describe('why there is no way', () => {
  const SPLITS = ['train', 'test', 'natural test']
  const OWN = { ...NO_NETWORK, card: { ...CARD, origin: 'trained' } } as const

  /** What stands below the matrices, last of their panels; '' for nothing. */
  function lines(of: readonly string[] = SPLITS): string[] {
    return of.map((split) => {
      const last = region(shown.container, `Confusion matrix ${split}`).lastElementChild!.lastElementChild!
      return last.matches('p') ? textOf(last) : ''
    })
  }

  const report = { ...RECORD.report, conf_matrix_train: ENDED.train!.matrix as number[][] }
  const runs = { ...NO_RUNS, records: [{ ...RECORD, report }], openedId: RECORD.id }

  test('a kept run that was opened has no network, whatever is in use', () => {
    draw(ENDED, { runs, network: { ...OWN, predictions: PREDICTIONS } })
    expect(lines(['train', 'test'])).toEqual([KEPT_RUN, KEPT_RUN])
    shown.update({ network: NO_NETWORK, run: null })
    expect(lines(['train', 'test'])).toEqual([KEPT_RUN, KEPT_RUN])
    // another run goes on meanwhile
    shown.update({ run: RUN })
    expect(lines(['train', 'test'])).toEqual([KEPT_RUN, KEPT_RUN])
  })

  test('so has a report of another program, and one of the natural test', () => {
    const { naturalTest } = TWO_CLASSES.report.meta!
    const meta = { ...RECORD.report.meta!, naturalTest }
    draw(ENDED, { runs: { ...runs, records: [{ ...RECORD, report: { ...report, meta } }] } })
    expect(lines()).toEqual([KEPT_RUN, KEPT_RUN, KEPT_RUN])
    shown.update({ runs: { ...runs, records: [IMPORTED], openedId: IMPORTED.id } })
    expect(lines(['test'])).toEqual([KEPT_RUN])
    // without a matrix the panel says what the report lacks
    expect(textOf(region(shown.container, 'Confusion matrix train'))).not.toContain('A kept run')
  })

  test('nothing while a run goes on, and while the predictions of its network come', () => {
    draw(RUN, { network: NO_NETWORK })
    expect(lines(['train', 'test'])).toEqual(['', ''])
    shown.update({ run: { ...ENDED, status: 'evaluating' } })
    expect(lines(['train', 'test'])).toEqual(['', ''])
    shown.update({ run: WITH_NATURAL })
    expect(lines()).toEqual(['', '', ''])
    shown.update({ network: OWN })
    expect(lines()).toEqual(['', '', ''])
  })

  test('nothing where the way is open', () => {
    draw(WITH_NATURAL, { network: { ...OWN, predictions: PREDICTIONS } })
    expect(counts()).toEqual([4, 4, 3])
    expect(lines()).toEqual(['', '', ''])
    // it leads to the right objects, wherever the network comes from
    shown.update({ network: { ...NO_NETWORK, card: CARD, predictions: PREDICTIONS } })
    expect(lines()).toEqual(['', '', ''])
  })

  test('a network from a file took the place of that of the run', () => {
    draw(WITH_NATURAL, { network: { ...NO_NETWORK, card: CARD } })
    expect(lines()).toEqual([LOADED_NETWORK, LOADED_NETWORK, LOADED_NETWORK])
    // it comes to the same counts on one split only
    const predictions = { ...PREDICTIONS, splits: [PREDICTIONS.splits[0]!] }
    shown.update({ network: { ...NO_NETWORK, card: CARD, predictions } })
    expect(lines()).toEqual([LOADED_NETWORK, '', LOADED_NETWORK])
    shown.update({ starting: true, network: { ...NO_NETWORK, card: CARD } })
    expect(lines()).toEqual(['', '', ''])
  })
})
