import { expect, test } from 'vitest'
import { appliedSettings, isStratified } from './applied-settings.ts'
import { trained } from './compare/records.fixture.ts'
import { TWO_CLASSES } from './export/record.fixture.ts'
import { type Preparation, plainPreparation } from './preparation.ts'
import type { PartialMeta } from './report.ts'

const PREPARATION = { ...plainPreparation('given'), dropped: {}, undersampled: 0 }

function applied(meta: Partial<PartialMeta>) {
  return appliedSettings({ ...trained('A').report.meta!, ...meta })
}

test('by network and target', () => {
  const used = (meta: Partial<PartialMeta>) => {
    const { dropout, redshift, deltaZThreshold } = applied(meta)
    return [dropout, redshift, deltaZThreshold]
  }
  expect(used({ model: 'CNN3', target: 'DeltaZ' })).toEqual([false, false, true])
  expect(used({ model: 'CNN-GRU', target: 'Flag3' })).toEqual([true, false, false])
  expect(used({ model: 'CNN-2inputs', target: 'Success2' })).toEqual([false, true, false])
  expect(used({ model: null, target: null })).toEqual([null, null, null])
})

test('by how the splits were made', () => {
  const used = (preparation: PartialMeta['preparation'], meta: Partial<PartialMeta> = {}) => {
    const { splitShares, splitSeed } = applied({ preparation, ...meta })
    return [splitShares, splitSeed]
  }
  expect(used(PREPARATION)).toEqual([false, false])
  expect(used({ ...PREPARATION, splits: 'drawn' })).toEqual([true, true])
  expect(used({ ...PREPARATION, balancing: 'smallest' })).toEqual([false, true])
  // its rows are drawn with the same seed
  expect(used(PREPARATION, { naturalTest: TWO_CLASSES.report.meta!.naturalTest })).toEqual([false, true])
  expect(used(null)).toEqual([null, null])
})

test('classes split on their own', () => {
  const stratified = (patch: Partial<Preparation>) => isStratified({ ...plainPreparation('drawn'), ...patch })
  expect(stratified({})).toBe(false)
  expect(stratified({ stratified: true })).toBe(true)
  expect(stratified({ balancing: 'tenth-more' })).toBe(true)
  expect(stratified({ splits: 'given', stratified: true })).toBe(false)
})
