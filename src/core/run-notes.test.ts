import { expect, test } from 'vitest'
import { imported, trained, underWay } from './compare/records.fixture.ts'
import type { PartialMeta } from './report.ts'
import { brokenOffText, overruledText } from './run-notes.ts'

test('how a run ended that did not reach its end', () => {
  // two epochs
  const text = (meta: Partial<PartialMeta>) => brokenOffText(trained('A', { meta }))
  expect(text({ status: 'finished' })).toBeNull()
  expect(text({ status: 'failed' })).toBe('failed')
  expect(text({ status: 'stopped' })).toBe('ended before its last epoch')
  expect(text({ status: 'stopped', epochs: null })).toBe('ended before its last epoch')
  expect(text({ status: 'stopped', epochs: 2 })).toBe('ended before its evaluation was complete')
  expect(text({ status: 'stopped', stoppedEarly: true })).toBe('ended before its evaluation was complete')
  expect(brokenOffText(underWay('B'))).toBeNull()
  expect(brokenOffText(imported('C', ['a', 'b'], {}))).toBeNull()
})

test('findings that were overruled', () => {
  expect(overruledText(null)).toBeNull()
  expect(overruledText({ overruled: null })).toBeNull()
  expect(overruledText({ overruled: [] })).toBeNull()
  expect(overruledText({ overruled: ['2 rows leak.', 'X: 1 value NaN'] }, (text) => text.toUpperCase())).toBe(
    'in spite of what the check of its data found: 2 ROWS LEAK; X: 1 VALUE NAN',
  )
})
