import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test('everything but growth is measured unless something else is asked for', () => {
  expect(readOptions([])).toEqual({
    sections: new Set(['node', 'node-webgpu', 'peers', 'page']),
    partial: false,
    selection: { quick: false, long: false, filter: null },
    threads: 0,
    python: 'python3',
    writeDocs: false,
    from: null,
  })
})

test('flags', () => {
  const options = readOptions(['--quick', '--only', 'node,peers', '--filter', 'gemm', '--threads', '4'])
  expect(options?.sections).toEqual(new Set(['node', 'peers']))
  expect(options?.selection).toEqual({ quick: true, long: false, filter: 'gemm' })
  expect(options?.threads).toBe(4)
  expect(readOptions(['--help'])).toBeNull()
})

test('growth joins the usual parts, or stands alone', () => {
  expect(readOptions(['--growth'])?.sections.size).toBe(5)
  expect(readOptions(['--growth', '--only', 'node'])?.sections).toEqual(new Set(['node', 'growth']))
  expect(readOptions(['--only', 'growth'])?.sections).toEqual(new Set(['growth']))
})

test.each([
  [['--only', 'page'], true],
  [['--filter', 'gemm'], true],
  [['--growth', '--long'], false],
])('%j is a part of a run: %s', (args, partial) => {
  expect(readOptions(args)?.partial).toBe(partial)
})

test.each([
  [['--only', 'browser'], /got browser/],
  [['--threads', '1.5'], /got 1.5/],
  [['--threads', '-1'], /threads/],
  [['--filter', '('], /--filter/],
  [['--fast'], /--fast/],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})
