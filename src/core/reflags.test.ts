import { describe, expect, test } from 'vitest'
import { changedReflags, joinedChanges, type KeptReflag, latestReflags, withoutReflags } from './reflags.ts'

/** `newLabel` is what tells them apart. */
function decision(row: number, at: number, newLabel = 1): KeptReflag {
  return { row, label: 0, newLabel, newFlag: null, predicted: 1, confidence: 0.75, at }
}

describe('what is kept', () => {
  test('has what was made beside what others made, in the order of time', () => {
    const change = { made: [decision(1, 20), decision(2, 40)], takenBack: [] }
    expect(changedReflags([decision(3, 10), decision(4, 30)], change)).toEqual([
      decision(3, 10),
      decision(1, 20),
      decision(4, 30),
      decision(2, 40),
    ])
  })

  test.each([
    ['an earlier one gives way', 9, 1],
    ['one of the same moment gives way', 10, 1],
    ['a later one of another page stays', 11, 0],
  ])('has one decision per row: %s', (_, at, newLabel) => {
    const change = { made: [decision(1, 10, 1)], takenBack: [] }
    expect(changedReflags([decision(1, at, 0)], change)).toEqual([
      decision(1, newLabel === 1 ? 10 : at, newLabel),
    ])
  })

  test('loses what was taken back, and nothing that another page decided on that row', () => {
    const change = { made: [], takenBack: [decision(1, 10), decision(2, 10), decision(3, 10)] }
    const others = [decision(2, 11), decision(3, 10, 2), { ...decision(3, 10), newFlag: 4 }]
    expect(changedReflags([decision(1, 10), ...others.slice(0, 2)], change)).toEqual([others[1], others[0]])
    expect(changedReflags(others.slice(2), change)).toEqual(others.slice(2))
  })

  test('has the new decision of somebody whose clock was set back', () => {
    const change = { made: [decision(1, 5, 0)], takenBack: [decision(1, 10)] }
    expect(changedReflags([decision(1, 10)], change)).toEqual([decision(1, 5, 0)])
  })
})

test.each([
  ['a decision and its undo', [[1], []], [[], [1]], [[], [1]]],
  ['two decisions', [[1], []], [[2], []], [[1, 2], []]],
  ['one in place of another, and the undo', [[2], [1]], [[1], [2]], [[1], [1, 2]]],
])('joined changes do what one after the other does: %s', (_, first, then, expected) => {
  const change = ([made, takenBack]: number[][]) => ({
    made: made!.map((at) => decision(7, at)),
    takenBack: takenBack!.map((at) => decision(7, at)),
  })
  const joined = joinedChanges(change(first), change(then))
  expect(joined).toEqual(change(expected))
  const kept = [decision(7, 1), decision(8, 1)]
  expect(changedReflags(kept, joined)).toEqual(
    changedReflags(changedReflags(kept, change(first)), change(then)),
  )
})

test('without some: only the very same decisions go', () => {
  expect(withoutReflags([decision(1, 5), decision(1, 6), decision(2, 5)], [decision(1, 5)])).toEqual([
    decision(1, 6),
    decision(2, 5),
  ])
})

test('the latest of each key stay, of equal times the one that comes later, which is then the last', () => {
  const given = [
    decision(1, 5, 0),
    decision(2, 5, 0),
    decision(3, 5, 1),
    decision(1, 5, 1),
    decision(2, 4, 1),
  ]
  expect(latestReflags(given, ({ row }) => row).map(({ row, newLabel }) => [row, newLabel])).toEqual([
    [2, 0],
    [3, 1],
    [1, 1],
  ])
})
