// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { type NetworkSlice, NO_NETWORK } from '../../store/network-state.ts'
import { NO_DATA } from '../../store/state.ts'
import { REPORT } from '../test-data.ts'
import { type Rendered, render, textOf } from '../test-render.tsx'
import { PredictionsNeeded } from './PredictionsNeeded.tsx'
import { CARD } from './test-data.ts'

let page: Rendered
afterEach(() => page.unmount())

function draw(network: Partial<NetworkSlice>, report = REPORT): void {
  page = render(<PredictionsNeeded onLeave={() => {}} />, {
    data: { ...NO_DATA, phase: 'ready', report },
    network: { ...NO_NETWORK, card: CARD, ...network },
  })
}
const buttons = () => [...page.container.querySelectorAll('button')]
const press = () => act(() => buttons()[0]!.click())

test('offers to predict all rows', () => {
  draw({})
  expect(textOf(page.container.querySelector('header'))).toContain('CNN3, DeltaZ, epoch 7')
  expect(textOf(page.container)).toContain(
    'Nothing is known yet of what the network says about the data in use.',
  )
  expect(buttons().map(textOf)).toEqual(['Predict all rows'])
  press()
  expect(page.calls).toEqual([['loadPredictions']])
})

test('shows how far predicting is, and can end it', () => {
  draw({ progress: { name: 'validation', done: 500, total: 2000 } })
  const bar = page.container.querySelector('[role="progressbar"]')!
  expect(['aria-label', 'aria-valuenow', 'aria-valuetext'].map((name) => bar.getAttribute(name))).toEqual([
    'Prediction progress',
    '25',
    'Predicting validation: 500 of 2,000 rows',
  ])
  expect(buttons().map(textOf)).toEqual(['Cancel predicting'])
  press()
  expect(page.calls).toEqual([['cancelPredictions']])
})

test('tells what went wrong, with a hint, and offers to try again', () => {
  const predictError = { code: 'file-gone', message: 'X.npy is gone.', hint: 'Choose it again.' } as const
  draw({ predictError })
  expect(textOf(page.container.querySelector('[role="alert"]'))).toBe('X.npy is gone. Choose it again.')
  expect(buttons().map(textOf)).toEqual(['Predict all rows'])
})

test('warns of data that the network was not trained on', () => {
  draw({}, { ...REPORT, name: 'data/others', fingerprint: 'abcd' })
  expect(textOf(page.container.querySelector('[data-severity="warning"]'))).toBe(
    'The network was trained on other data (data/failed-redshifts) than those in use (data/others). Any of these rows may have been among its own.',
  )
})

test('offers nothing where something is missing', () => {
  draw({ card: null })
  expect(buttons()).toEqual([])
  expect(textOf(page.container.querySelector('section'))).toBe(
    'TrustThere is no network yet. Train one, or load one that was saved.',
  )
})
