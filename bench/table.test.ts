import { expect, test } from 'vitest'
import type { BenchResult, Row } from './results.ts'
import { markdownReport, textReport } from './table.ts'

const timing = (median: number) => ({ timing: { median, min: median / 1.1, repeats: 3 } })

function resultOf(rows: readonly Row[]): BenchResult {
  return {
    schema: 1,
    date: '2026-01-02T03:04:05.000Z',
    quick: false,
    machine: { cpu: 'Some CPU', cores: 2, memoryGiB: 8, platform: 'Linux 6.1 x64' },
    versions: { node: '20.0.0' },
    environments: [
      {
        name: 'Node, wasm',
        device: { backend: 'wasm', adapter: 'CPU', threads: 2, simd: 'relaxed', profile: 'cpu' },
        limits: { gflops: 100, gbPerSecond: 10 },
        rows,
      },
    ],
    skipped: [{ what: 'Keras', why: 'not there' }],
  }
}

const GEMM: Row = {
  id: 'gemm',
  what: 'GEMM',
  flops: 50e9,
  bytes: 1,
  limit: { by: 'arithmetic', seconds: 0.5 },
  ours: { ...timing(1), note: '2 passes of 4' },
  peers: [
    { name: 'stock', ...timing(2.5), note: 'measured at 4 steps' },
    { name: 'other', skipped: 'no GEMM' },
  ],
}
const ADAM: Row = {
  id: 'adam',
  what: 'Adam',
  flops: 0,
  bytes: 1e6,
  limit: { by: 'memory', seconds: 1e-4 },
  ours: timing(2e-4),
  peers: [],
}

const STEP: Row = {
  id: 'cnn3-step-length-1024-batch-8',
  what: 'CNN3 step, length 1,024, batch 8',
  flops: 1e9,
  bytes: 1,
  limit: null,
  ours: { timing: { median: 0.5, min: 0.5, repeats: 3, first: 0.75 } },
  peers: [
    { name: 'PyTorch', ...timing(1) },
    { name: 'stock', skipped: 'no training' },
  ],
}
const OTHER_STEP: Row = {
  ...STEP,
  id: 'cnn8-step-length-1024-batch-8',
  what: 'CNN8 step, length 1,024, batch 8',
  ours: timing(2),
  peers: [
    { name: 'PyTorch', ...timing(1), note: 'measured at length 64, times 16.0' },
    { name: 'stock', skipped: 'no training' },
  ],
}

test('the steps come first, with the first call and the ratio of each peer that has one', () => {
  const lines = textReport(resultOf([STEP, OTHER_STEP, GEMM])).split('\n')
  const start = lines.findIndex((line) => line.startsWith('step'))
  expect(lines.slice(start, start + 4)).toEqual([
    'step                         ours s      first step          PyTorch',
    'CNN3, length 1,024, batch 8   0.500  0.750 s, 1.50x            2.00x',
    'CNN8, length 1,024, batch 8    2.00               -  0.500x (scaled)',
    '',
  ])
})

test('without steps there is no summary', () => {
  expect(textReport(resultOf([GEMM]))).not.toContain('first step')
})

test('a reason that a peer gives several times is said once, below the table', () => {
  const text = textReport(resultOf([STEP, OTHER_STEP, GEMM]))
  expect(text).toContain('\n\nNot measured by stock: no training (2 cases).')
  expect(text.match(/no training/g)).toHaveLength(1)
  expect(text).toContain('other: no GEMM')
})

test('the first peer stands beside ours, others below, and columns line up', () => {
  const lines = textReport(resultOf([GEMM, ADAM])).split('\n')
  const start = lines.findIndex((line) => line.startsWith('what'))
  expect(lines.slice(start, start + 4)).toEqual([
    'what  ours s  GFLOP/s   % of limit  peer                         peer s  ratio',
    'GEMM    1.00     50.0           50  stock (measured at 4 steps)    2.50  2.50x',
    '                                    other: no GEMM                    -',
    'Adam  200 us           50 (memory)',
  ])
})

test('an unsteady timing is marked', () => {
  const unsteady = { timing: { median: 1, min: 0.5, repeats: 3 } }
  expect(textReport(resultOf([{ ...GEMM, ours: unsteady }]))).toContain('~1.00')
  expect(textReport(resultOf([GEMM]))).not.toContain('~')
})

test('what is left out, and in how many passes, is said', () => {
  const text = textReport(resultOf([GEMM]))
  expect(text).toContain('Skipped: Keras: not there.')
  expect(text).toContain('Node, wasm: GEMM: 2 passes of 4.')
})

test('a case of ours that failed says why', () => {
  expect(textReport(resultOf([{ ...GEMM, ours: { skipped: 'no such kernel' } }]))).toContain('no such kernel')
})

test('Markdown has as many cells in each row of the summary', () => {
  const [head, ...others] = markdownReport(resultOf([STEP, OTHER_STEP]))
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(0, 4)
  expect(head).toBe('| step | ours s | first step | PyTorch |')
  expect(others.map((line) => line.split(' | ').length)).toEqual([4, 4, 4])
})

test('Markdown has as many cells in each row', () => {
  const rows = markdownReport(resultOf([GEMM, ADAM]))
    .split('\n')
    .filter((line) => line.startsWith('|'))
  expect(rows).toHaveLength(5)
  expect(new Set(rows.map((row) => row.split(' | ').length))).toEqual(new Set([7]))
  expect(rows[1]).toBe('| --- | ---: | ---: | ---: | --- | ---: | ---: |')
})

test('a quick run says so', () => {
  expect(textReport({ ...resultOf([GEMM]), quick: true })).toContain('QUICK RUN')
})
