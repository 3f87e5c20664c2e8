import { expect, test } from 'vitest'
import { gapList, gapName, gapText } from './gap-text.ts'
import { IMPORTED, RECORD } from './test-data.ts'

const NAMELESS = { ...IMPORTED, labels: ['class 0', 'class 1'] }

test('one gap', () => {
  expect([gapName('lr'), gapName('report["1"]')]).toEqual(['no learning rate', 'no report["1"]'])
})

test('in sentences', () => {
  expect(gapText(RECORD)).toBe('')
  expect(gapText({ ...RECORD, gaps: ['lr'] })).toBe('This report has no learning rate.')
  expect(gapText({ ...RECORD, gaps: ['conf_matrix_train', 'report', 'extra'] })).toBe(
    'This report has no train matrix, no classification report and no extra.',
  )
  expect(gapText(NAMELESS)).toBe(
    'This report has no class names and no learning rate, and does not say model, target, seed or data.',
  )
  expect(gapText({ ...NAMELESS, gaps: [] })).toBe('This report does not say model, target, seed or data.')
})

test('names that come from nom_class are none that lack', () => {
  expect(gapText(IMPORTED)).toBe(
    'This report has no learning rate, and does not say model, target, seed or data. Class names were taken from nom_class.',
  )
  expect(gapText({ ...RECORD, gaps: ['nom_classes'] })).toBe('Class names were taken from nom_class.')
})

test('as a list', () => {
  expect(gapList(RECORD)).toBe('')
  expect(gapList(NAMELESS)).toBe('no class names, no learning rate')
  expect(gapList(IMPORTED)).toBe('class names from nom_class, no learning rate')
})
