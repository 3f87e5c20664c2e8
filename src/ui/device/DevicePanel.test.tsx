// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { INITIAL_STATE } from '../../store/state.ts'
import { RUN } from '../test-data.ts'
import { type Rendered, region, render, textOf } from '../test-render.tsx'
import { DevicePanel } from './DevicePanel.tsx'
import { brokenModel, deviceCheck, modelCheck, quantity } from './test-data.ts'

let shown: Rendered
afterEach(() => shown.unmount())

const IDLE = INITIAL_STATE.deviceCheck
const OF_SMALL = ['1.1e-7 of 1e-5', '4.0e-8 of 1e-5', '6.5e-7 of 1e-5', '1.0e-7 of 1e-5']

function button(): HTMLButtonElement {
  return [...shown.container.querySelectorAll('button')].find(
    (element) => textOf(element) === 'Check this device',
  )!
}

function rows(): string[][] {
  return [...shown.container.querySelectorAll('tbody tr')].map((row) => [...row.children].map(textOf))
}

function spoken(): string {
  return textOf(shown.container.querySelector('[aria-live="polite"]'))
}

test('before a check there is a button and what it does, and no table', () => {
  shown = render(<DevicePanel />)
  expect(textOf(region(shown.container, 'Device check'))).toContain('what Keras computed in float64')
  expect(shown.container.querySelector('table')).toBeNull()
  expect(spoken()).toBe('')
  act(() => button().click())
  expect(shown.calls).toEqual([['checkDevice']])
})

test('while it goes on, networks appear as they are done, and it cannot be started twice', () => {
  shown = render(<DevicePanel />, {
    deviceCheck: { ...IDLE, phase: 'running', models: [modelCheck('CNN3'), modelCheck('CNN8')] },
  })
  expect(button().disabled).toBe(true)
  expect(spoken()).toBe('Checking: 2 of 5 models done.')
  expect(shown.container.querySelector('[role="progressbar"]')!.getAttribute('aria-valuenow')).toBe('40')
  expect(rows()).toEqual([
    ['CNN3 fit', ...OF_SMALL],
    ['CNN8 fit', ...OF_SMALL],
    ['CNN-GRU waiting', ''],
    ['CNN-LSTM waiting', ''],
    ['CNN-2inputs waiting', ''],
  ])
})

test('a training run holds the device', () => {
  shown = render(<DevicePanel />, { run: RUN })
  expect(button().disabled).toBe(true)
})

test('a device that is fit: verdict, five rows with row headers, and what was compared', () => {
  const result = deviceCheck()
  shown = render(<DevicePanel />, { deviceCheck: { ...IDLE, phase: 'done', models: result.models, result } })
  expect(spoken()).toBe(
    "Fit: this device computes what Keras computes. Its largest error, in CNN3's gradient, is 6.5% of what is allowed.",
  )
  expect([...shown.container.querySelectorAll('thead th')].map(textOf)).toEqual([
    'Model',
    'Probabilities',
    'Loss',
    'Gradients',
    'Adam',
  ])
  expect(rows()).toEqual(
    ['CNN3', 'CNN8', 'CNN-GRU', 'CNN-LSTM', 'CNN-2inputs'].map((id) => [`${id} fit`, ...OF_SMALL]),
  )
  expect(shown.container.querySelectorAll('tbody th[scope="row"]')).toHaveLength(5)
  expect(textOf(region(shown.container, 'Device check'))).toContain(
    'Checked on webgpu: NVIDIA ampere. Small versions of all five networks, from built-in fixtures, against what Keras 3.15.1 computed',
  )
  expect(button().disabled).toBe(false)
})

test('one that is not: the error is marked by a word, and a network without numbers has its message', () => {
  const result = deviceCheck(
    modelCheck('CNN-GRU', quantity('gradient', 2.1e-3, 1e-5, 'gru/bias')),
    brokenModel('CNN-LSTM', 'The GPU reported an error: out of memory.'),
  )
  shown = render(<DevicePanel />, { deviceCheck: { ...IDLE, phase: 'done', models: result.models, result } })
  expect(spoken()).toBe(
    'Not fit: CNN-LSTM could not be computed: The GPU reported an error: out of memory. 2 of 5 networks are not as Keras has them. Do not trust training on this device; choose the CPU (wasm) backend.',
  )
  expect(rows()[2]).toEqual([
    'CNN-GRU not fit',
    '1.1e-7 of 1e-5',
    '4.0e-8 of 1e-5',
    '2.1e-3 over 1e-5',
    '1.0e-7 of 1e-5',
  ])
  expect(rows()[3]).toEqual(['CNN-LSTM not fit', 'The GPU reported an error: out of memory.'])
  const cell = shown.container.querySelector<HTMLElement>('td[data-ok="false"]')!
  expect(cell.title).toBe('gru/bias')
})

test('one that could not be checked says why and what to do, and shows no table', () => {
  const error = {
    code: 'device',
    message: 'This browser offers no WebGPU adapter.',
    hint: 'Choose the backend "CPU (wasm)".',
  } as const
  shown = render(<DevicePanel />, { deviceCheck: { ...IDLE, phase: 'failed', error } })
  expect(spoken()).toBe(`Not checked: ${error.message} ${error.hint}`)
  expect(shown.container.querySelector('table')).toBeNull()
  expect(button().disabled).toBe(false)
})
