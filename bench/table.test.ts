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
