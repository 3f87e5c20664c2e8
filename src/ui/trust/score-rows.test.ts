import { expect, test } from 'vitest'
import { scoreRows } from './score-rows.ts'

const NETWORK = {
  rows: 10,
  accuracy: 0.8,
  logLoss: 0.45,
  brier: 0.123_45,
  ece: 0.05,
  auc: 0.96,
  averagePrecision: Number.NaN,
}
const CONTROL = { ...NETWORK, accuracy: 0.61, logLoss: 0.5, auc: 0.96, ece: 0.02 }

test('values and differences, and which are better', () => {
  expect(
    scoreRows(NETWORK, CONTROL).map(({ name, better, ...cells }) => [name, better, ...Object.values(cells)]),
  ).toEqual([
    ['Accuracy (%)', 'higher', '80.00', '61.00', '+19.00', 'network'],
    ['Log loss', 'lower', '0.4500', '0.5000', '−0.0500', 'network'],
    ['Brier score', 'lower', '0.1235', '0.1235', '0.0000', null],
    ['ECE', 'lower', '0.0500', '0.0200', '+0.0300', 'control'],
    ['AUC', 'higher', '0.9600', '0.9600', '0.0000', null],
    ['Average precision', 'higher', '–', '–', '–', null],
  ])
})

test('without a control nothing is compared', () => {
  expect(scoreRows(NETWORK, null)[0]).toEqual({
    name: 'Accuracy (%)',
    better: 'higher',
    network: '80.00',
    control: null,
    difference: null,
    winner: null,
  })
})

test('nobody is better by digits that are not shown, nor than no number', () => {
  const winners = (control: Partial<typeof NETWORK>) =>
    scoreRows(NETWORK, { ...NETWORK, ...control }).map(({ winner }) => winner)
  expect(winners({ auc: 0.960_01, logLoss: 0.450_01, accuracy: 0.800_01 })).toEqual(Array(6).fill(null))
  expect(winners({ auc: 0.9602, averagePrecision: 0.5 })).toEqual([null, null, null, null, 'control', null])
  // not 0, and not the same as 0
  expect(scoreRows({ ...NETWORK, logLoss: 0.000_02 }, { ...NETWORK, logLoss: 0 })[1]).toMatchObject({
    network: '< 0.0001',
    control: '0.0000',
    winner: 'control',
  })
})
