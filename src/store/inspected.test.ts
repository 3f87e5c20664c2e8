import { describe, expect, test } from 'vitest'
import { CARD, predictedSplit, runPredictions } from '../core/inspected.fixture.ts'
import { softmaxRows } from '../core/trust/softmax.ts'
import { explanationInView, listInView, placeInView, rowInView, saliencyInView } from './inspected.ts'
import { NO_INSPECTION, NO_NETWORK, NO_TRUST } from './network-state.ts'
import { INITIAL_STATE, type StudioState } from './state.ts'

/** Logits of class 0 and 1 that speak for class 1 so strongly. */
const for1 = (strength: number) => [0, strength]
const PREDICTIONS = runPredictions(
  predictedSplit('test', [
    { object: 30, label: 0, logits: for1(2) },
    { object: 31, label: 0, logits: for1(4) },
    { object: 32, label: 1, logits: for1(4) },
    { object: 33, label: 0, logits: for1(1) },
    { object: 34, label: 0, logits: for1(-3), redshift: 0.5 },
  ]),
  predictedSplit('natural', [
    { object: 31, label: 0, logits: for1(4) },
    { object: 35, label: 1, logits: for1(-6) },
  ]),
)
const CELL = { split: 'test', truth: 0, predicted: 1 } as const

function state(inspect: Partial<StudioState['inspect']>, temperature: number | null = null): StudioState {
  const fit = {
    temperature: temperature ?? 1,
    rows: 3,
    lossBefore: 1,
    lossAfter: 1,
    eceBefore: 0,
    eceAfter: 0,
  }
  return {
    ...INITIAL_STATE,
    network: { ...NO_NETWORK, card: CARD, predictions: PREDICTIONS },
    trust: { ...NO_TRUST, fit, calibrated: temperature !== null },
    inspect: { ...NO_INSPECTION, ...inspect },
  }
}

/** Probability of class 1. */
function p1(strength: number, temperature: number | null = null): number {
  return softmaxRows(Float32Array.from(for1(strength)), 2, temperature)[1]!
}

const objects = (of: StudioState) => listInView(of).map(({ object }) => object)

describe('the list', () => {
  test('of a cell has its rows, most confident first', () => {
    const list = listInView(state({ cell: CELL }))
    expect(list.map(({ object, row, confidence }) => [object, row, confidence])).toEqual([
      [31, 1, p1(4)],
      [30, 0, p1(2)],
      [33, 3, p1(1)],
    ])
  })

  test('has calibrated probabilities where they are asked for', () => {
    const [first] = listInView(state({ cell: CELL }, 2))
    expect(first).toMatchObject({ object: 31, confidence: p1(4, 2) })
    expect(first!.confidence).not.toBe(p1(4))
    expect(first!.probabilities).toEqual([1 - p1(4, 2), p1(4, 2)].map((p) => expect.closeTo(p, 15)))
  })

  test('of disagreements spans all splits or is of one, each object once', () => {
    const list = 'disagreements'
    expect(objects(state({ list, confidence: 0.5 }))).toEqual([35, 31, 30, 33])
    expect(objects(state({ list, confidence: 0.5, queueSplit: 'test' }))).toEqual([31, 30, 33])
    expect(objects(state({ list, confidence: 0.5, queueSplit: 'natural' }))).toEqual([35, 31])
    expect(objects(state({ list, confidence: 0.9 }))).toEqual([35, 31])
    expect(objects(state({ list, confidence: 0.5, queueSplit: 'train' }))).toEqual([])
    // p = 0.88 without a temperature
    expect(objects(state({ list, confidence: 0.9 }, 2))).toEqual([35])
  })

  test('is empty without a cell, without its split and without predictions', () => {
    expect(listInView(state({}))).toEqual([])
    expect(listInView(state({ cell: { ...CELL, split: 'train' } }))).toEqual([])
    expect(listInView({ ...state({ cell: CELL }), network: NO_NETWORK })).toEqual([])
  })

  test('is the same array as long as nothing changes that it shows', () => {
    const before = listInView(state({ cell: CELL }))
    expect(listInView(state({ cell: CELL, selected: 30, method: 'integratedGradients' }))).toBe(before)
    expect(listInView(state({ cell: { ...CELL } }))).not.toBe(before)
    const calibrated = listInView(state({ cell: CELL }, 2))
    expect(listInView(state({ cell: CELL }, 2))).toBe(calibrated)
    expect(listInView(state({ cell: CELL }))).not.toBe(calibrated)
    const doubted = listInView(state({ list: 'disagreements' }))
    expect(listInView(state({ list: 'disagreements', cell: CELL }))).toBe(doubted)
    expect(listInView(state({ list: 'disagreements', confidence: 0.5 }))).not.toBe(doubted)
  })
})

describe('the object in the viewer', () => {
  test('has its place in the list', () => {
    expect(placeInView(state({ cell: CELL, selected: 33 }))).toBe(2)
    expect(placeInView(state({ cell: CELL, selected: 34 }))).toBe(-1)
    expect(placeInView(state({ cell: CELL }))).toBe(-1)
  })

  test('is told of as the list has it, and from the first split that has it where it is not in the list', () => {
    expect(rowInView(state({ cell: CELL, selected: 31 }))).toMatchObject({ split: 'test', row: 1 })
    const inNatural = state({ list: 'disagreements', queueSplit: 'natural', selected: 31 })
    expect(rowInView(inNatural)).toMatchObject({ split: 'natural', row: 0 })
    expect(rowInView(state({ cell: CELL, selected: 34 }))).toEqual({
      split: 'test',
      row: 4,
      object: 34,
      label: 0,
      predicted: 0,
      confidence: expect.closeTo(1 - p1(-3), 15),
      probabilities: [expect.closeTo(1 - p1(-3), 15), p1(-3)],
      redshift: 0.5,
    })
    expect(rowInView(state({ selected: 35 }))).toMatchObject({ split: 'natural', row: 1 })
    expect(rowInView(state({ selected: 99 }))).toBeNull()
    expect(rowInView(state({}))).toBeNull()
  })

  test('is explained for the class that was chosen, or for the predicted one', () => {
    const method = 'gradientTimesInput'
    expect(explanationInView(state({ selected: 30 }))).toEqual({ object: 30, classIndex: 1, method })
    expect(explanationInView(state({ selected: 30, explained: 0 }))).toEqual({
      object: 30,
      classIndex: 0,
      method,
    })
    expect(explanationInView(state({}))).toBeNull()
  })

  test('has only the explanation that was asked for', () => {
    const saliency = {
      object: 30,
      classIndex: 1,
      method: 'gradientTimesInput',
      values: Float32Array.of(1, -1),
      score: 2,
      baselineScore: -1,
    } as const
    expect(saliencyInView(state({ selected: 30, saliency }))).toBe(saliency)
    expect(saliencyInView(state({ selected: 31, saliency }))).toBeNull()
    expect(saliencyInView(state({ selected: 30, explained: 0, saliency }))).toBeNull()
    expect(saliencyInView(state({ selected: 30, method: 'integratedGradients', saliency }))).toBeNull()
    expect(saliencyInView(state({ saliency }))).toBeNull()
    expect(saliencyInView(state({}))).toBeNull()
  })
})
