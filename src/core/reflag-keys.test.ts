import { describe, expect, test } from 'vitest'
import { reflagKeys } from './reflag-keys.ts'
import { TARGETS, type TargetId } from './targets.ts'

function keysOf(target: TargetId) {
  return reflagKeys({ target, classes: TARGETS[target].classes, labels: TARGETS[target].labels })
}

describe('keys of new labels', () => {
  test('are the human flags for Flag', () => {
    expect(keysOf('Flag')).toEqual([
      { key: '1', label: 'Flag 1', newLabel: 1, newFlag: 1 },
      { key: '2', label: 'Flag 2', newLabel: 2, newFlag: 2 },
      { key: '3', label: 'Flag 3', newLabel: 3, newFlag: 3 },
      { key: '4', label: 'Flag 4', newLabel: 4, newFlag: 4 },
      { key: '9', label: 'Flag 9', newLabel: 0, newFlag: 9 },
    ])
  })

  test('are the human flags for Flag3, where two flags share a class', () => {
    expect(keysOf('Flag3').map(({ key, newLabel, newFlag }) => [key, newLabel, newFlag])).toEqual([
      ['1', 0, 1],
      ['2', 1, 2],
      ['3', 2, 3],
      ['4', 2, 4],
      ['9', 1, 9],
    ])
  })

  test('follow the order of the classes of the network, and leave out what it does not have', () => {
    const classes = ['Flag 1', 'Flag 2', 'Flag 9', 'Flag 3']
    expect(reflagKeys({ target: 'Flag', classes, labels: classes })).toEqual([
      { key: '1', label: 'Flag 1', newLabel: 0, newFlag: 1 },
      { key: '2', label: 'Flag 2', newLabel: 1, newFlag: 2 },
      { key: '3', label: 'Flag 3', newLabel: 3, newFlag: 3 },
      { key: '9', label: 'Flag 9', newLabel: 2, newFlag: 9 },
    ])
  })

  test('are the places of the classes for other targets', () => {
    expect(keysOf('DeltaZ')).toEqual([
      { key: '1', label: 'DeltaZ < 1e-3', newLabel: 0, newFlag: null },
      { key: '2', label: 'DeltaZ ≥ 1e-3', newLabel: 1, newFlag: null },
    ])
    expect(keysOf('Success3').map(({ key, label }) => [key, label])).toEqual([
      ['1', 'Success'],
      ['2', 'Spurious'],
      ['3', 'Mismatch'],
    ])
  })

  test('are the places of the classes where the target is not known', () => {
    expect(reflagKeys({ target: null, classes: ['0', '1'], labels: ['class 0', 'class 1'] })).toEqual([
      { key: '1', label: 'class 0', newLabel: 0, newFlag: null },
      { key: '2', label: 'class 1', newLabel: 1, newFlag: null },
    ])
  })
})
