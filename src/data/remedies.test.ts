import { expect, test } from 'vitest'
import { DROP_REASONS } from '../core/preparation.ts'
import { finding } from './finding.ts'
import { countRemedies, dropRemedy } from './remedies.ts'

test('every reason has a button, with the number of rows', () => {
  expect(DROP_REASONS.map((reason) => dropRemedy(reason, 1412).label)).toEqual([
    'Drop the 1,412 leaked rows',
    'Drop 1,412 near duplicates',
    'Drop 1,412 rows of objects in an earlier split',
    'Drop 1,412 repeated rows',
    'Drop 1,412 rows with contradictory labels',
    'Drop 1,412 rows without shape',
    'Drop 1,412 rows with NaN or +inf',
    'Drop 1,412 constant rows',
    'Drop 1,412 rows without a class',
  ])
  expect(dropRemedy('no-class', 1)).toEqual({
    label: 'Drop 1 row without a class',
    patch: { drop: ['no-class'] },
  })
})

test('buttons say how many rows they leave out in all, whatever one finding is about', () => {
  const nan = (file: string, rows: number) =>
    finding('block', 'nan-in-x', file, { file, counts: { rows }, remedies: [dropRemedy('non-finite', rows)] })
  const again = {
    label: 'Split again',
    patch: { splits: 'drawn', stratified: true, drop: ['leaked'] },
  } as const
  const leak = finding('block', 'leak', 'leak', { remedies: [dropRemedy('leaked', 4), again] })
  const useless = finding('block', 'unknown-flag', 'flag', { remedies: [dropRemedy('no-class', 7)] })
  const told = finding('warning', 'unknown-status', 'told', { counts: { unknown: 50, rows: 90 } })
  const found = [nan('a', 2), nan('b', 3), leak, useless, told]
  const asked: string[] = []
  const counted = countRemedies(found, (reason) => {
    asked.push(reason)
    return { 'non-finite': 5, leaked: 60 }[reason as string] ?? 0
  })
  expect(counted.map(({ remedies }) => remedies)).toEqual([
    [dropRemedy('non-finite', 5)],
    [dropRemedy('non-finite', 5)],
    [dropRemedy('leaked', 60), again],
    undefined,
    undefined,
  ])
  expect(counted.map(({ remedies, ...rest }) => rest)).toEqual(found.map(({ remedies, ...rest }) => rest))
  expect(asked).toEqual(['non-finite', 'leaked', 'no-class'])
})
