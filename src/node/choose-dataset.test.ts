import { describe, expect, test } from 'vitest'
import { discover } from '../data/discover.ts'
import { chooseDataset, type DatasetChoice } from './choose-dataset.ts'

function choose(folders: readonly string[], choice: Partial<DatasetChoice> = {}): string {
  const files = folders.flatMap((folder) =>
    ['TRAIN', 'VALID', 'TEST'].flatMap((split) =>
      ['X', 'Y'].map((name) => ({ path: `${folder}/${split}/${name}.npy`, byteLength: 1 })),
    ),
  )
  const all = { target: null, balance: null, ...choice }
  return chooseDataset(discover(files).discovery, all, 'DIR').path
}

const TREE = ['DeltaZ/balanced', 'DeltaZ/unbalanced', 'Flag/balanced']

describe('the data set that is meant', () => {
  test('the only one, whatever its name says or does not say', () => {
    expect(choose(['a'])).toBe('a')
    expect(choose(['a'], { target: 'Flag', balance: 'balanced' })).toBe('a')
    expect(choose(['DeltaZ/balanced'])).toBe('DeltaZ/balanced')
  })

  test('the one that target and balance name', () => {
    expect(choose(TREE, { target: 'DeltaZ', balance: 'unbalanced' })).toBe('DeltaZ/unbalanced')
    expect(choose(TREE, { target: 'Flag' })).toBe('Flag/balanced')
    expect(choose(TREE, { balance: 'unbalanced' })).toBe('DeltaZ/unbalanced')
  })

  test('one that is named goes before one without a name', () => {
    expect(choose(['a', 'DeltaZ/balanced'], { target: 'DeltaZ', balance: 'balanced' })).toBe(
      'DeltaZ/balanced',
    )
  })

  test('several: refused, and all are named', () => {
    expect(() => choose(TREE, { balance: 'balanced' })).toThrow(
      'DIR holds 2 data sets that fit; found DeltaZ balanced (DeltaZ/balanced), DeltaZ unbalanced (DeltaZ/unbalanced) and Flag balanced (Flag/balanced).',
    )
  })

  test('none that fits: refused, and what is there is named', () => {
    expect(() => choose(['Flag/balanced', 'b/DeltaZ'], { target: 'Success2', balance: 'balanced' })).toThrow(
      'DIR holds no data set Success2 balanced; found DeltaZ (b/DeltaZ) and Flag balanced (Flag/balanced).',
    )
  })

  test('nothing at all', () => {
    expect(() => choose([])).toThrow('DIR: No data files were chosen.')
  })
})
