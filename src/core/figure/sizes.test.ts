import { expect, test } from 'vitest'
import { FIGURE_PANELS, FIGURE_SIZES, figureSizeMm } from './sizes.ts'

test('13 x 8 in, and the widths of A&A', () => {
  expect(FIGURE_SIZES.map(({ value }) => [value, figureSizeMm(value)])).toEqual([
    ['reference', { width: 330.2, height: 203.2 }],
    ['column', { width: 88, height: null }],
    ['page', { width: 180, height: null }],
  ])
})

test('labels of selects', () => {
  expect(FIGURE_SIZES.map(({ label }) => label)).toEqual([
    '13 × 8 in, as fig.py',
    'A&A one column, 88 mm',
    'A&A two columns, 180 mm',
  ])
  expect(FIGURE_PANELS).toEqual([
    { value: 'all', label: 'All four panels' },
    { value: 'a', label: 'a: train matrix' },
    { value: 'b', label: 'b: test matrix' },
    { value: 'c', label: 'c: accuracy and loss' },
    { value: 'd', label: 'd: classification report' },
    { value: 'natural', label: 'Natural test matrix' },
  ])
})
