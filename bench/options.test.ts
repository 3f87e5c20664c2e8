import { expect, test } from 'vitest'
import { readOptions, SECTIONS } from './options.ts'

test('everything is measured unless something else is asked for', () => {
  expect(readOptions([])).toEqual({
    sections: new Set(SECTIONS),
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

test.each([
  [['--only', 'browser'], /got browser/],
  [['--threads', '1.5'], /got 1.5/],
  [['--threads', '-1'], /threads/],
  [['--filter', '('], /--filter/],
  [['--fast'], /--fast/],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})
