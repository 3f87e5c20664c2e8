// @vitest-environment happy-dom
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { RunState } from '../../core/run.ts'
import { endedRun, RUN } from '../test-data.ts'
import { textOf } from '../test-render.tsx'
import { RunStatus } from './RunStatus.tsx'

const IDLE = {
  run: null,
  runError: null,
  starting: false,
  stopping: false,
  phase: 'ready',
  blocked: false,
  epochs: 12,
  folded: false,
} as const
const DEVICE_LOST = { code: 'device', message: 'The GPU was lost: error 7.', hint: 'Use wasm.' } as const

function draw(props: Partial<Parameters<typeof RunStatus>[0]>): HTMLElement {
  const host = document.createElement('div')
  host.innerHTML = renderToStaticMarkup(<RunStatus {...IDLE} {...props} />)
  return host.querySelector('section')!
}

function endWords(text: string): string[] {
  return text.match(/finished|stopped|failed/gi) ?? []
}

describe('RunStatus', () => {
  test.each([
    [
      'empty',
      false,
      'No data yet Load a data folder or sample data; then a network can be trained on it here.',
    ],
    ['choosing', false, 'No data yet Choose one of the data sets that were found.'],
    ['reading', false, 'Reading data Training can start when the data are read.'],
    ['ready', true, 'Not ready The data report says what must be mended before training.'],
  ] as const)('before a run, data %s, blocked %s', (phase, blocked, text) => {
    expect(textOf(draw({ phase, blocked }))).toBe(text)
  })

  test('a run under way has its epoch and none of the end words', () => {
    for (const stopping of [false, true]) {
      const text = textOf(draw({ run: RUN, stopping }))
      expect(text).toMatch(/\bepoch 3\b/)
      expect(text).not.toMatch(/finished|stopped|failed|error/i)
    }
  })

  test('an evaluation under way has the epoch of its weights', () => {
    expect(textOf(draw({ run: { ...RUN, status: 'evaluating' } }))).toMatch(/\bepoch 2\b/)
  })

  test.each(['finished', 'stopped'] as const)('ends with the word %s and has no other', (status) => {
    const text = textOf(draw({ run: { ...endedRun(status), stoppedEarly: true } }))
    expect(text.split(' ').at(-1)).toBe(status)
    expect(endWords(text)).toEqual([status])
    expect(text).not.toMatch(/error/i)
  })

  test('has both accuracies in one line where there is a test at natural prevalence', () => {
    const natural = { matrix: [], loss: 0.2, acc: 0.8412, rows: null }
    const text = textOf(draw({ run: { ...endedRun('finished'), natural } }))
    expect(text).toContain('accuracy 86.25% on the balanced test, 84.12% at natural prevalence')
    expect(text).not.toMatch(/failed|error/i)
    expect(text.split(' ').at(-1)).toBe('finished')
  })

  test('a failed run says what happened and what to do', () => {
    const run: RunState = { ...endedRun('failed'), error: DEVICE_LOST }
    const text = textOf(draw({ run }))
    expect(text).toContain('The GPU was lost: error 7.')
    expect(text).toContain('Use wasm.')
    expect(text.split(' ').at(-1)).toBe('failed')
  })

  test('so does a run that could not start', () => {
    expect(textOf(draw({ runError: DEVICE_LOST }))).toBe('The GPU was lost: error 7. Use wasm. failed')
  })

  test.each(['empty', 'reading', 'ready', 'failed'] as const)(
    'before a run, with data %s, it has none of the words of a run',
    (phase) => {
      expect(textOf(draw({ phase }))).not.toMatch(/finished|stopped|failed|error|epoch \d/i)
    },
  )

  test('the bar has the share that is done', () => {
    const bar = draw({ run: RUN }).querySelector('[role="progressbar"]')!
    // two epochs of four batches and one batch, of 48
    expect(bar.getAttribute('aria-valuenow')).toBe('19')
    expect(bar.getAttribute('aria-label')).toBe('Training progress')
  })

  test('the bar of an evaluation has its rows', () => {
    const evaluation = { split: 'test', rows: 20, totalRows: 80 } as const
    const bar = draw({ run: { ...RUN, status: 'evaluating', evaluation } }).querySelector(
      '[role="progressbar"]',
    )!
    expect(bar.getAttribute('aria-valuenow')).toBe('25')
  })

  describe('folded to a line, while another run is shown', () => {
    const CONTROL = { descriptors: [], trainRows: 400, confusion: [], loss: 0.5, acc: 0.8125, rows: null }
    const LOST: RunState = { ...endedRun('failed'), error: DEVICE_LOST }
    test.each<[string, Partial<Parameters<typeof RunStatus>[0]>, string]>([
      ['before data', { phase: 'empty' }, 'No run in this session: No data yet'],
      ['with data', {}, 'No run in this session: Ready'],
      ['at the start', { starting: true }, "This session's run: epoch 1 of 12, starting"],
      [
        'a run that ended',
        { run: endedRun('finished') },
        "This session's run: test accuracy 86.25% finished",
      ],
      [
        'one with a control',
        { run: { ...endedRun('finished'), control: CONTROL } },
        "This session's run: test accuracy 86.25% (control 81.25%) finished",
      ],
      [
        'one that was stopped before its test',
        { run: { ...endedRun('stopped'), testAcc: null } },
        "This session's run: stopped",
      ],
      ['one that failed', { run: LOST }, "This session's run: The GPU was lost: error 7. failed"],
      [
        'one that could not start',
        { runError: DEVICE_LOST },
        "This session's run: The GPU was lost: error 7. failed",
      ],
    ])('%s', (_, props, text) => expect(textOf(draw({ ...props, folded: true }))).toBe(text))

    test('a run under way still says its epoch, and has no bar', () => {
      const section = draw({ run: RUN, folded: true })
      expect(textOf(section)).toMatch(/^This session's run: epoch 3 of 12, batch /)
      expect(section.querySelector('[role="progressbar"]')).toBeNull()
    })
  })
})
