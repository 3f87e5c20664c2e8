// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import type { DatasetReport, SplitReport } from '../../core/dataset-report.ts'
import type { ModelId } from '../../core/models.ts'
import { INITIAL_STATE, NO_DATA, type StudioState } from '../../store/state.ts'
import { PLAN, REPORT, RUN } from '../test-data.ts'
import { type Rendered, render, textOf, type } from '../test-render.tsx'
import { TrainPanel } from './TrainPanel.tsx'

let shown: Rendered
afterEach(() => shown.unmount())

const REASON = 'CNN-2inputs needs the estimated redshift: attributes.npy is missing'
const bare = (split: SplitReport): SplitReport => ({ ...split, hasAttributes: false, attributes: [] })
const { train, validation, test: testSplit } = REPORT.splits
const WITHOUT_ATTRIBUTES: DatasetReport = {
  ...REPORT,
  splits: { train: bare(train), validation: bare(validation), test: bare(testSplit) },
}

function draw(model: ModelId, report: DatasetReport | null = REPORT, state: Partial<StudioState> = {}): void {
  shown = render(<TrainPanel />, {
    settings: { ...INITIAL_STATE.settings, model, dropout: model === 'CNN-GRU' ? 0.2 : 0 },
    data: report === null ? NO_DATA : { ...NO_DATA, phase: 'ready', report },
    ...state,
  })
}

function control<Control extends HTMLElement>(name: string): Control | null {
  const label = [...shown.container.querySelectorAll('label')].find((element) => textOf(element) === name)
  return label === undefined ? null : shown.container.querySelector<Control>(`#${CSS.escape(label.htmlFor)}`)
}

function options(name: string): string[] {
  return [...control<HTMLSelectElement>(name)!.options].map(
    ({ value, text, disabled }) => `${value}: ${text}${disabled ? ' (disabled)' : ''}`,
  )
}

function choose(name: string, value: string): void {
  const select = control<HTMLSelectElement>(name)!
  act(() => {
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
}

describe('Model', () => {
  test.each([['before there are data', null] as const, ['with attributes', REPORT] as const])(
    'offers all five networks %s',
    (_, report) => {
      draw('CNN3', report)
      expect(options('Model')).toEqual([
        'CNN3: CNN3',
        'CNN8: CNN8',
        'CNN-GRU: CNN-GRU',
        'CNN-LSTM: CNN-LSTM',
        'CNN-2inputs: CNN-2inputs',
      ])
      expect(textOf(shown.container)).not.toContain('attributes.npy')
      expect(control('Model')!.hasAttribute('aria-describedby')).toBe(false)
      choose('Model', 'CNN-GRU')
      expect(shown.calls).toEqual([['setSettings', { model: 'CNN-GRU' }]])
    },
  )

  test('does not let CNN-2inputs be chosen without attributes, and says why beside the select', () => {
    draw('CNN3', WITHOUT_ATTRIBUTES)
    expect(options('Model').at(-1)).toBe('CNN-2inputs: CNN-2inputs (needs attributes) (disabled)')
    const note = control('Model')!.getAttribute('aria-describedby')!
    expect(textOf(shown.container.querySelector(`#${CSS.escape(note)}`))).toBe(REASON)
  })

  test('one that was chosen before such data came is refused with the reason', () => {
    const planError = {
      code: 'bad-input',
      message: 'TRAIN: there are no attributes, so the estimated redshift is not known.',
      hint: 'Choose a model with one input, or add attributes.npy.',
    } as const
    draw('CNN-2inputs', WITHOUT_ATTRIBUTES, { planError })
    expect(control<HTMLSelectElement>('Model')!.value).toBe('CNN-2inputs')
    expect(textOf(shown.container.querySelector('[role="alert"]'))).toBe(
      `${planError.message} ${planError.hint}`,
    )
  })
})

describe('Input', () => {
  test.each([
    ['logEvidence', 'logVraisemblance: logVraisemblance'],
    ['redshift', 'logVraisemblance: logVraisemblance (needs log-evidence) (disabled)'],
  ] as const)('where all that is known is %s', (name, option) => {
    const only = (split: SplitReport): SplitReport => ({ ...split, attributes: [name] })
    draw('CNN3', {
      ...REPORT,
      splits: { train: only(train), validation: only(validation), test: only(testSplit) },
    })
    expect(options('Input')).toEqual(['logPDF: logPDF', 'PDF: PDF', option])
  })
})

describe('what only one network has', () => {
  test.each(['CNN3', 'CNN8', 'CNN-LSTM'] as const)('%s has nothing', (model) => {
    draw(model)
    expect(control('Redshift as')).toBeNull()
    expect(control('Dropout')).toBeNull()
  })

  test('CNN-2inputs takes the redshift as value or as index', () => {
    draw('CNN-2inputs')
    expect(options('Redshift as')).toEqual(['value: value', 'index: index in zgrid'])
    choose('Redshift as', 'index')
    expect(shown.calls).toEqual([['setSettings', { redshift: 'index' }]])
    expect(control('Dropout')).toBeNull()
  })

  test('without zgrid there is no index', () => {
    draw('CNN-2inputs', { ...REPORT, zgrid: null })
    expect(options('Redshift as')).toEqual(['value: value', 'index: index in zgrid (needs zgrid) (disabled)'])
  })

  test('CNN-GRU has a rate of dropout', () => {
    draw('CNN-GRU')
    const input = control<HTMLInputElement>('Dropout')!
    expect([input.type, input.value, input.min, input.max, input.step]).toEqual([
      'number',
      '0.2',
      '0',
      '0.9',
      '0.05',
    ])
    type(input, '0')
    expect(shown.calls).toEqual([['setSettings', { dropout: 0 }]])
    expect(control('Redshift as')).toBeNull()
  })
})

describe('Class weights', () => {
  function note(): string | undefined {
    const id = control('Class weights')!.getAttribute('aria-describedby')
    return id === null ? undefined : textOf(shown.container.querySelector(`#${CSS.escape(id)}`))
  }

  test('are none or balanced, and what is chosen becomes the setting', () => {
    draw('CNN3')
    expect(options('Class weights')).toEqual(['none: none', 'balanced: balanced: rare classes count more'])
    expect(control<HTMLSelectElement>('Class weights')!.value).toBe('none')
    choose('Class weights', 'balanced')
    expect(shown.calls).toEqual([['setSettings', { classWeights: 'balanced' }]])
    shown.update({ settings: { ...INITIAL_STATE.settings, classWeights: 'balanced' } })
    expect(control<HTMLSelectElement>('Class weights')!.value).toBe('balanced')
  })

  test('are said once the counts of train are known', () => {
    draw('CNN3', null)
    expect(note()).toBeUndefined()
    shown.update({ data: { ...NO_DATA, phase: 'ready', report: REPORT } })
    // 400 / (2 * 300) and 400 / (2 * 100)
    expect(note()).toBe('Balanced weights in class order: 0.67, 2.00')
  })

  test('stay while a run holds the settings', () => {
    draw('CNN3', REPORT, { run: RUN })
    expect(control<HTMLSelectElement>('Class weights')!.disabled).toBe(true)
  })
})

describe('Memory limit (MB)', () => {
  test('is empty for automatic, and what is typed becomes the setting', () => {
    draw('CNN3')
    const input = control<HTMLInputElement>('Memory limit (MB)')!
    expect([input.type, input.value, input.placeholder, input.min]).toEqual(['number', '', 'automatic', '50'])
    type(input, '400')
    expect(shown.calls).toEqual([['setSettings', { memoryLimit: 400 }]])
  })

  test('emptied, it is automatic again', () => {
    draw('CNN3')
    shown.update({ settings: { ...INITIAL_STATE.settings, memoryLimit: 400 } })
    const input = control<HTMLInputElement>('Memory limit (MB)')!
    expect(input.value).toBe('400')
    type(input, '')
    expect(shown.calls).toEqual([['setSettings', { memoryLimit: null }]])
  })
})

describe('the plan', () => {
  function lines(): string[] {
    return [...shown.container.querySelectorAll('dl > div')].map(textOf)
  }

  test('has micro-batches, steps, bytes and the measured time', () => {
    draw('CNN-GRU', REPORT, {
      plan: { ...PLAN, microBatches: 16, microBatchSize: 8, stepsPerEpoch: 323 },
      estimate: 185,
    })
    expect(lines()).toEqual([
      'Time about 3 min on this device, measured',
      'Steps per epoch 323',
      'Micro-batches 16 × 8 samples per step',
      'Parameters 18,348,706',
      'Memory about 757 MB',
      'weights and their moments 293 MB',
      'activations 412 MB',
      'rows 52.0 MB',
    ])
  })

  test('says that the time is being measured, and when it could not be', () => {
    draw('CNN3', REPORT, { plan: PLAN, estimating: true })
    expect(lines()[0]).toBe('Time measuring ...')
    shown.update({ estimating: false })
    expect(lines()[0]).toBe('Time could not be measured')
  })

  test('warns of the limits that it exceeds', () => {
    draw('CNN3', REPORT, { plan: PLAN })
    expect(textOf(shown.container)).not.toContain('needs at least')
    shown.update({
      plan: {
        ...PLAN,
        exceeded: [
          { kind: 'memory', needed: 370_100_000, limit: 250_000_000 },
          { kind: 'buffer', needed: 293_300_000, limit: 134_217_728 },
        ],
      },
    })
    const text = textOf(shown.container)
    expect(text).toContain('This run needs at least 371 MB, and the memory limit is 250 MB.')
    expect(text).toContain('a higher limit')
    expect(text).toContain('The largest tensor of this run takes 294 MB, and this GPU allows 134 MB for one.')
    expect(lines()).toHaveLength(8)
  })

  test('is absent where there is none', () => {
    draw('CNN3', null, { estimating: true })
    expect(lines()).toEqual([])
    expect(textOf(shown.container)).not.toContain('measur')
  })
})

test('the device’s reason stands at "Backend" only while it chooses', () => {
  const device = {
    webgpu: { available: true, fallback: true, adapter: 'SwiftShader' },
    wasm: { threads: 2, simd: true, isolated: true },
    preferred: 'wasm',
    reason: 'Training uses wasm.',
  } as const
  draw('CNN3', REPORT, { device })
  expect(textOf(shown.container)).toContain('Training uses wasm.')
  shown.update({ settings: { ...INITIAL_STATE.settings, backend: 'webgpu' } })
  expect(textOf(shown.container)).not.toContain('Training uses wasm.')
})
