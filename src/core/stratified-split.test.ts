import { describe, expect, test } from 'vitest'
import fixture from '../../reference/fixtures/preparation.json'
import { type SplitSettings, splitSizes } from './split.ts'
import { type ClassSizes, ownSizes, splitByClass, stratifiedSizes } from './stratified-split.ts'

function settings(testFraction: number, validationFraction: number): SplitSettings {
  return { testFraction, validationFraction, seed: 1 }
}

/** Train, validation, test, as the fixture has them. */
function asLists({ train, validation, test: tested }: ClassSizes) {
  return [train, validation, tested]
}

describe('sizes equal to two calls of train_test_split', () => {
  test.each(fixture.plain)(
    '$rows rows, $test and $validation',
    ({ rows, test: tested, validation, sizes }) => {
      const own = splitSizes(rows, settings(tested, validation))
      expect([own.train, own.validation, own.test]).toEqual(sizes)
    },
  )

  test.each(
    fixture.targets.flatMap(({ target, threshold, tenthMore, tenthMoreSizes }) =>
      fixture.fractions.map((fractions, i) => ({
        target,
        threshold,
        fractions,
        counts: tenthMore,
        sizes: tenthMoreSizes[i]!,
      })),
    ),
  )('each class of $target at $threshold on its own, $fractions', ({ fractions, counts, sizes }) => {
    const own = asLists(ownSizes(counts, settings(fractions[0]!, fractions[1]!)))
    expect(counts.map((_, i) => own.map((size) => size[i]))).toEqual(sizes)
  })

  const stratified = [...fixture.stratified, ...fixture.targets.flatMap((target) => target.stratified)]
  test.each(stratified)('stratified: $counts, $test and $validation', (expected) => {
    const { counts, test: tested, validation, outcomes } = expected
    // several outcomes where scikit-learn draws lots
    expect(outcomes).toContainEqual(asLists(stratifiedSizes(counts, settings(tested, validation))))
  })

  test('nearly all of the stratified cases have one outcome', () => {
    expect(stratified.length).toBe(31)
    expect(stratified.filter(({ outcomes }) => outcomes.length === 1).length).toBe(29)
  })
})

test('of equal claims the class that comes first gets the row', () => {
  expect(asLists(stratifiedSizes([7, 7, 7], settings(0.3, 0.3)))).toEqual([
    [3, 3, 3],
    [2, 2, 1],
    [2, 2, 3],
  ])
})

test('absent classes and classes of one row', () => {
  expect(asLists(stratifiedSizes([0, 0], settings(0.15, 0.15)))).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ])
  const sizes = stratifiedSizes([1, 0, 19], settings(0.15, 0.15))
  expect(asLists(sizes)).toEqual([
    [1, 0, 13],
    [0, 0, 3],
    [0, 0, 3],
  ])
})

test('rows of every class are dealt out once, in ascending order', () => {
  const lists = [Uint32Array.of(0, 3, 5, 8, 9, 11), Uint32Array.of(1, 2, 4, 6, 7, 10, 12, 13)]
  const sizes = { train: [3, 4], validation: [1, 2], test: [2, 2] }
  const {
    train,
    validation,
    test: tested,
  } = splitByClass(
    lists.map((list) => list.slice()),
    sizes,
    1,
  )
  for (const rows of [train, validation, tested]) expect([...rows]).toEqual([...rows].sort((a, b) => a - b))
  expect([...train, ...validation, ...tested].sort((a, b) => a - b)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
  ])
  for (const [i, list] of lists.entries()) {
    const inClass = [train, validation, tested].map((rows) => rows.filter((row) => list.includes(row)).length)
    expect(inClass).toEqual([sizes.train[i], sizes.validation[i], sizes.test[i]])
  }
})

test('a class is dealt out the same way whatever the other classes are', () => {
  const dealt = [
    [20, 30],
    [20, 7],
  ].map(([first, second]) => {
    const lists = [
      Uint32Array.from({ length: first! }, (_, i) => i),
      Uint32Array.from({ length: second! }, (_, i) => 100 + i),
    ]
    const { test: tested } = splitByClass(lists, ownSizes([first!, second!], settings(0.15, 0.15)), 3)
    return [...tested].filter((row) => row < 100)
  })
  expect(dealt[0]).toEqual(dealt[1])
  expect(dealt[0]!.length).toBe(3)
})
