import { describe, expect, test } from 'vitest'
import type { DatasetCandidate } from '../../core/dataset-report.ts'
import { REPORT } from '../test-data.ts'
import { candidateFor, candidateLabel, offeredTargets } from './candidates.ts'

function candidate(id: string, target: DatasetCandidate['target'], balance: DatasetCandidate['balance']) {
  return {
    id,
    target,
    balance,
    path: `data/${id}`,
    splits: ['train', 'validation', 'test'],
    bytes: 4.2e9,
  } as const
}

const TREE: readonly DatasetCandidate[] = [
  candidate('a', 'Flag3', 'balanced'),
  candidate('b', 'Flag3', 'unbalanced'),
  candidate('c', 'DeltaZ', 'balanced'),
]
const FLAT: readonly DatasetCandidate[] = [candidate('flat', null, null)]

test('a label has target, balance, path and size', () => {
  expect(candidateLabel(TREE[0]!)).toBe('Flag3, balanced: data/a, 4.2 GB')
  expect(candidateLabel({ ...FLAT[0]!, path: '' })).toBe('chosen files, 4.2 GB')
})

describe('offeredTargets', () => {
  test('are those found, in the usual order', () => {
    expect(offeredTargets({ report: null, candidates: TREE, candidateId: null })).toEqual(['DeltaZ', 'Flag3'])
    expect(offeredTargets({ report: REPORT, candidates: [], candidateId: null })).toEqual(['DeltaZ'])
    expect(offeredTargets({ report: null, candidates: [], candidateId: null })).toEqual([])
  })

  test('are all five where nothing tells the target', () => {
    const all = ['DeltaZ', 'Success2', 'Success3', 'Flag3', 'Flag']
    expect(offeredTargets({ report: null, candidates: FLAT, candidateId: 'flat' })).toEqual(all)
  })
})

describe('candidateFor', () => {
  test('keeps the balance in use', () => {
    const choice = { report: REPORT, candidates: TREE, candidateId: null }
    expect(candidateFor('Flag3', choice)?.id).toBe('b')
    expect(candidateFor('Flag3', { ...choice, report: null })?.id).toBe('a')
    expect(candidateFor('DeltaZ', choice)?.id).toBe('c')
    expect(candidateFor('Flag', choice)).toBeUndefined()
  })

  test('stays with data that may have any target', () => {
    expect(candidateFor('Flag', { report: null, candidates: FLAT, candidateId: 'flat' })?.id).toBe('flat')
  })
})
