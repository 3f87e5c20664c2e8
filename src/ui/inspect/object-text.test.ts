import { describe, expect, test } from 'vitest'
import type { ObjectColumn } from '../../core/object-order.ts'
import { type ObjectFacts, objectColumns } from '../../core/objects.fixture.ts'
import { cellText, shownColumns } from './object-text.ts'

describe('shownColumns', () => {
  test.each<[ObjectFacts, ObjectColumn[]]>([
    [{}, ['row', 'split']],
    [{ label: 0 }, ['row', 'split', 'class']],
    [{ redshift: 0, flag: 9 }, ['row', 'split', 'redshift', 'flag']],
    [{ deltaZ: 1, logEvidence: -1 }, ['row', 'split', 'deltaZ', 'logEvidence']],
    [{ status: 'success', width: 3, id: 'a' }, ['row', 'split', 'status', 'width', 'id']],
  ])('those that any object has: %o', (facts, shown) => {
    expect(shownColumns(objectColumns([{}, facts]))).toEqual(shown)
  })

  test('the file where there are several', () => {
    expect(shownColumns(objectColumns([{}], { files: ['A.npy', 'B.npy'] }))).toEqual(['row', 'file', 'split'])
  })
})

describe('cellText', () => {
  const columns = objectColumns(
    [
      {
        place: 'natural',
        file: 1,
        row: 12_345,
        label: 1,
        redshift: 0.1,
        deltaZ: -0.00123456,
        status: 'mismatch',
        flag: 3.5,
        logEvidence: -12_345.678,
        width: 17.25,
        id: 'GAL-1',
      },
      { place: 'none' },
    ],
    { files: ['A.npy', 'B.npy'] },
  )

  test.each<[ObjectColumn, string, string]>([
    ['row', '12345', '1'],
    ['file', 'B.npy', 'A.npy'],
    ['split', 'Natural test only', 'left out'],
    ['class', 'DeltaZ ≥ 1e-3', ''],
    ['redshift', '0.10000', ''],
    ['deltaZ', '−1.23e-3', ''],
    ['status', 'mismatch', ''],
    ['flag', '3.5', ''],
    ['logEvidence', '−12345.68', ''],
    ['width', '17.3', ''],
    ['id', 'GAL-1', ''],
  ])('%s', (column, text, unknown) => {
    expect(cellText(columns, column, 0)).toBe(text)
    expect(cellText(columns, column, 1)).toBe(unknown)
  })

  test.each([
    [0, '0.0000'],
    [-0.00999, '−9.99e-3'],
    [0.01, '0.0100'],
    [1.5, '1.5000'],
    [4e-12, '4.00e-12'],
  ])('DeltaZ %f', (deltaZ, text) => {
    expect(cellText(objectColumns([{ deltaZ }]), 'deltaZ', 0)).toBe(text)
  })
})
