import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sortByNumber, sortByText } from './radix-sort.ts'

/** The same by comparisons. */
function byComparison<T>(
  items: readonly number[],
  textOrNumber: (item: number) => T,
  isKnown: (value: T) => boolean,
  descending: boolean,
): number[] {
  return items
    .map((item, position) => ({ item, position, value: textOrNumber(item) }))
    .sort((a, b) => {
      if (!isKnown(a.value) || !isKnown(b.value)) {
        return Number(isKnown(b.value)) - Number(isKnown(a.value)) || a.position - b.position
      }
      const order = a.value < b.value ? -1 : a.value > b.value ? 1 : 0
      return (descending ? -order : order) || a.position - b.position
    })
    .map(({ item }) => item)
}

describe('sortByNumber', () => {
  test('all kinds of numbers: NaN last, -0 and 0 in their order, infinities at the ends', () => {
    const values = [
      Number.NaN,
      0,
      -0,
      5e-324,
      Number.NEGATIVE_INFINITY,
      -1.5,
      Number.POSITIVE_INFINITY,
      -5e-324,
    ]
    const items = Uint32Array.from(values.keys())
    expect([...sortByNumber(items, values, false)]).toEqual([4, 5, 7, 1, 2, 3, 6, 0])
    expect([...sortByNumber(items, values, true)]).toEqual([6, 3, 1, 2, 7, 5, 4, 0])
    expect([...items]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('some of the items only, and none', () => {
    expect([...sortByNumber(Uint32Array.of(3, 1, 2), [9, 7, 7, 5], false)]).toEqual([3, 1, 2])
    expect([...sortByNumber(new Uint32Array(), [9], true)]).toEqual([])
  })

  test('equals a comparison', () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, -1, Number.NaN), fc.float())
    fc.assert(
      fc.property(
        fc.array(number, { maxLength: 60 }),
        fc.infiniteStream(fc.boolean()),
        fc.boolean(),
        (values, use, descending) => {
          const items = [...values.keys()].filter(() => use.next().value)
          expect([...sortByNumber(Uint32Array.from(items), values, descending)]).toEqual(
            byComparison(
              items,
              (item) => values[item]!,
              (value) => !Number.isNaN(value),
              descending,
            ),
          )
        },
      ),
    )
  })
})

describe('sortByText', () => {
  test('a text before the longer one, none last', () => {
    const texts = ['b', null, 'ab', 'a', '', 'ab']
    const items = Uint32Array.from(texts.keys())
    expect([...sortByText(items, texts, false)]).toEqual([4, 3, 2, 5, 0, 1])
    expect([...sortByText(items, texts, true)]).toEqual([0, 2, 5, 3, 4, 1])
  })

  test('equals a comparison, whatever the characters', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.stringMatching(/^[ab]{0,3}\uffff?$/),
    )
    fc.assert(
      fc.property(fc.array(fc.option(text), { maxLength: 60 }), fc.boolean(), (texts, descending) => {
        const items = [...texts.keys()]
        expect([...sortByText(Uint32Array.from(items), texts, descending)]).toEqual(
          byComparison(
            items,
            (item) => texts[item] as string | null,
            (value) => value !== null,
            descending,
          ),
        )
      }),
      { numRuns: 40 },
    )
  })
})
