import { expect, test } from 'vitest'
import { countPlaywright, countVitest } from './test-counts.mjs'

function vitestFile(status, ...statuses) {
  return { status, assertionResults: statuses.map((each, i) => ({ status: each, fullName: `test ${i}` })) }
}

test('vitest: passed, failed, and skipped ones as failed', () => {
  const testResults = [
    vitestFile('passed', 'passed', 'passed'),
    vitestFile('failed', 'failed', 'skipped', 'todo'),
  ]
  expect(countVitest({ testResults })).toEqual({
    passed: 2,
    failed: 3,
    skipped: ['test 1 (skipped)', 'test 2 (todo)'],
  })
})

test('vitest: a file that does not load is a failure', () => {
  expect(countVitest({ testResults: [vitestFile('failed')] })).toEqual({ passed: 0, failed: 1, skipped: [] })
  expect(countVitest({ testResults: [vitestFile('failed', 'passed')] })).toEqual({
    passed: 1,
    failed: 1,
    skipped: [],
  })
})

test('Playwright: nested suites, skipped, flaky and global errors', () => {
  const spec = (title, status) => ({ title, tests: [{ status }] })
  const report = {
    errors: [{ message: 'the web server did not start' }],
    suites: [
      {
        title: 'train.spec.ts',
        specs: [spec('loads', 'expected'), spec('flickers', 'flaky')],
        suites: [{ title: 'WebGPU', specs: [spec('trains', 'unexpected'), spec('compares', 'skipped')] }],
      },
    ],
  }
  expect(countPlaywright(report)).toEqual({
    passed: 1,
    failed: 4,
    skipped: ['train.spec.ts › WebGPU › compares'],
  })
})
