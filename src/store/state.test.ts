import { describe, expect, test } from 'vitest'
import { foldRun, type RunStatus } from '../core/run.ts'
import {
  canStart,
  INITIAL_STATE,
  isBlocked,
  isBusyTraining,
  mayChangeCopies,
  mayPrepare,
  NO_COPY,
  NO_DATA,
  NO_SPLITS,
  type StudioState,
} from './state.ts'
import { block, plan, report, STARTED } from './test-data.ts'

const READY: StudioState = {
  ...INITIAL_STATE,
  data: { ...NO_DATA, phase: 'ready', report: report('data') },
  plan: plan(2),
}

const COPYING: Partial<StudioState> = {
  copy: { ...NO_COPY, progress: { phase: 'write', file: '', done: 0, total: 10 } },
}

function runOf(status: RunStatus): Pick<StudioState, 'run'> {
  return { run: { ...foldRun(null, STARTED), status } }
}

describe('isBusyTraining', () => {
  test.each([
    ['running', true],
    ['evaluating', true],
    ['finished', false],
    ['stopped', false],
    ['failed', false],
  ] as const)('a run that is %s: %s', (status, busy) => {
    expect(isBusyTraining({ ...runOf(status), starting: false })).toBe(busy)
  })

  test('from the click on, before the run has said anything', () => {
    expect(isBusyTraining({ run: null, starting: true })).toBe(true)
    expect(isBusyTraining({ run: null, starting: false })).toBe(false)
  })
})

describe('isBlocked', () => {
  test.each([
    ['nothing found', [], false, false],
    ['a leak', [block('leak', true)], false, true],
    ['a leak, overruled', [block('leak', true)], true, false],
    ['NaN', [block('nan-in-x', false)], false, true],
    ['NaN, overruled', [block('nan-in-x', false)], true, true],
    ['a leak and NaN, overruled', [block('leak', true), block('nan-in-x', false)], true, true],
    ['a warning', [{ ...block('duplicate-rows', false), severity: 'warning' as const }], false, false],
  ])('%s', (_, findings, overruled, blocked) => {
    expect(isBlocked({ report: report('data', findings), overruled })).toBe(blocked)
  })

  test('no data are not blocked, and do not start either', () => {
    expect(isBlocked(NO_DATA)).toBe(false)
    expect(canStart(INITIAL_STATE)).toBe(false)
  })
})

describe('canStart', () => {
  test('with data and a plan', () => {
    expect(canStart(READY)).toBe(true)
    expect(canStart({ ...READY, ...runOf('finished') })).toBe(true)
  })

  test.each<[string, Partial<StudioState>]>([
    ['without a plan', { plan: null }],
    ['while reading', { data: { ...READY.data, phase: 'reading' } }],
    ['with blocked data', { data: { ...READY.data, report: report('data', [block('leak', true)]) } }],
    ['while starting', { starting: true }],
    ['while running', runOf('running')],
    ['while copying', COPYING],
    ['while a copy is removed', { copy: { ...NO_COPY, removing: true } }],
    ['while other splits are applied', { splits: { ...NO_SPLITS, applying: true } }],
    [
      'while the device is checked',
      { deviceCheck: { phase: 'running', models: [], result: null, error: null } },
    ],
  ])('not %s', (_, patch) => {
    expect(canStart({ ...READY, ...patch })).toBe(false)
  })
})

describe('mayPrepare', () => {
  test('with data, before a run and after it, whatever blocks training', () => {
    expect(mayPrepare(READY)).toBe(true)
    expect(mayPrepare({ ...READY, ...runOf('failed') })).toBe(true)
    const data = { ...READY.data, report: report('data', [block('nan-in-x', false)]) }
    expect(mayPrepare({ ...READY, data, plan: null })).toBe(true)
  })

  test.each<[string, Partial<StudioState>]>([
    ['without data', { data: NO_DATA }],
    ['while reading', { data: { ...READY.data, phase: 'reading' } }],
    [
      'while saving',
      { data: { ...READY.data, progress: { phase: 'write', file: 'X.npy', done: 0, total: 10 } } },
    ],
    ['while starting', { starting: true }],
    ['while evaluating', runOf('evaluating')],
    ['while copying', COPYING],
    ['while a copy is removed', { copy: { ...NO_COPY, removing: true } }],
  ])('not %s', (_, patch) => {
    expect(mayPrepare({ ...READY, ...patch })).toBe(false)
  })
})

describe('mayChangeCopies', () => {
  test('with data and without', () => {
    expect(mayChangeCopies(READY)).toBe(true)
    expect(mayChangeCopies(INITIAL_STATE)).toBe(true)
    expect(mayChangeCopies({ ...READY, ...runOf('stopped') })).toBe(true)
  })

  test.each<[string, Partial<StudioState>]>([
    ['discovering', { data: { ...READY.data, phase: 'discovering' } }],
    ['reading', { data: { ...READY.data, phase: 'reading' } }],
    ['starting', { starting: true }],
    ['running', runOf('running')],
    ['copying', COPYING],
    ['a copy is removed', { copy: { ...NO_COPY, removing: true } }],
  ])('not while %s', (_, patch) => {
    expect(mayChangeCopies({ ...READY, ...patch })).toBe(false)
  })
})
