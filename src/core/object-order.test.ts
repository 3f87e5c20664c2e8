import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  chooseObjects,
  FILE_ORDER,
  NO_FILTER,
  OBJECT_COLUMNS,
  type ObjectColumn,
  type ObjectFilter,
  type ObjectSort,
  showsAll,
} from './object-order.ts'
import { type ObjectFacts, objectColumns, STATUSES } from './objects.fixture.ts'
import { NO_CLASS, type ObjectColumns, PLACES } from './objects.ts'

const COLUMNS = objectColumns(
  [
    {
      place: 'test',
      row: 7,
      label: 1,
      redshift: 0.5,
      deltaZ: -4e-3,
      status: 'spurious',
      flag: 3.5,
      id: 'B-7',
    },
    { place: 'train', row: 3, label: 0, redshift: 1.5, deltaZ: 0, status: 'success', flag: 9, id: 'a-10' },
    { place: 'none', row: 3, file: 1, redshift: 0.2, width: 12 },
    {
      place: 'train',
      row: 70,
      label: 0,
      deltaZ: 2e-4,
      status: 'mismatch',
      flag: 3,
      logEvidence: -5,
      id: 'a-1',
    },
    {
      place: 'natural',
      row: 8,
      file: 1,
      label: 1,
      redshift: 3,
      deltaZ: 1,
      status: 'success',
      logEvidence: -7,
    },
  ],
  { files: ['first/X.npy', 'second/X.npy'] },
)

function choose(filter: Partial<ObjectFilter>, sort: ObjectSort = FILE_ORDER): number[] {
  return [...chooseObjects(COLUMNS, { ...NO_FILTER, ...filter }, sort)]
}

describe('sorting', () => {
  test.each<[ObjectColumn, number[], number[]]>([
    ['row', [1, 2, 0, 4, 3], [3, 4, 0, 1, 2]],
    ['file', [0, 1, 3, 2, 4], [2, 4, 0, 1, 3]],
    ['split', [1, 3, 0, 4, 2], [2, 4, 0, 1, 3]],
    ['class', [1, 3, 0, 4, 2], [0, 4, 1, 3, 2]],
    ['redshift', [2, 0, 1, 4, 3], [4, 1, 0, 2, 3]],
    ['deltaZ', [0, 1, 3, 4, 2], [4, 3, 1, 0, 2]],
    ['status', [3, 0, 1, 4, 2], [1, 4, 0, 3, 2]],
    ['flag', [3, 0, 1, 2, 4], [1, 0, 3, 2, 4]],
    ['logEvidence', [4, 3, 0, 1, 2], [3, 4, 0, 1, 2]],
    ['width', [2, 0, 1, 3, 4], [2, 0, 1, 3, 4]],
    ['id', [0, 3, 1, 2, 4], [1, 3, 0, 2, 4]],
  ])('by %s', (column, ascending, descending) => {
    expect(choose({}, { column, descending: false })).toEqual(ascending)
    expect(choose({}, { column, descending: true })).toEqual(descending)
  })

  test('by id where there are none: the order of the objects', () => {
    const columns = objectColumns([{ row: 2 }, { row: 1 }])
    expect([...chooseObjects(columns, NO_FILTER, { column: 'id', descending: true })]).toEqual([0, 1])
  })
})

describe('filtering', () => {
  test.each<[Partial<ObjectFilter>, number[]]>([
    [{}, [0, 1, 3, 2, 4]],
    [{ places: ['train', 'none'] }, [1, 3, 2]],
    [{ places: [] }, []],
    [{ labels: [1] }, [0, 4]],
    [{ labels: [NO_CLASS, 1] }, [0, 2, 4]],
    [{ statuses: ['success'] }, [1, 4]],
    [{ statuses: ['', 'never seen'] }, [2]],
    [{ flags: [3] }, [0, 3]],
    [{ flags: [9, Number.NaN] }, [1, 2, 4]],
    [{ redshift: [0.5, 1.5] }, [0, 1]],
    [{ redshift: [Number.NEGATIVE_INFINITY, 0.5] }, [0, 2]],
    [{ deltaZ: [1e-3, Number.POSITIVE_INFINITY] }, [0, 4]],
    [{ deltaZ: [0, 4e-3] }, [0, 1, 3]],
    [{ logEvidence: [-5, 0] }, [3]],
    [{ width: [12, 12] }, [2]],
    [{ text: '7' }, [0]],
    [{ text: ' 70 ' }, [3]],
    [{ text: '3' }, [1, 2]],
    [{ text: 'A-1' }, [1, 3]],
    [{ text: 'b-' }, [0]],
    [{ text: '   ' }, [0, 1, 3, 2, 4]],
    [{ text: '3.0' }, []],
    [{ places: ['train'], flags: [3] }, [3]],
  ])('%o', (filter, objects) => {
    expect(choose(filter)).toEqual(objects)
  })
})

test('showsAll is true only where nothing is asked for', () => {
  expect(showsAll({ ...NO_FILTER, text: ' ' })).toBe(true)
  expect(showsAll({ ...NO_FILTER, text: '3' })).toBe(false)
  expect(showsAll({ ...NO_FILTER, flags: [] })).toBe(false)
  expect(showsAll({ ...NO_FILTER, width: [0, 1] })).toBe(false)
})

/** The value that decides, or `null` where it is not known. */
function known(columns: ObjectColumns, column: ObjectColumn, object: number): number | string | null {
  switch (column) {
    case 'split':
      return columns.place[object]!
    case 'class':
      return columns.label[object] === NO_CLASS ? null : columns.label[object]!
    case 'status':
      return columns.statuses[columns.status[object]!] || null
    case 'id':
      return columns.ids?.[object] ?? null
    default: {
      const value = columns[column][object]!
      return Number.isNaN(value) ? null : value
    }
  }
}

test('sorting what a filter leaves equals a comparison, for each column', () => {
  const facts: fc.Arbitrary<ObjectFacts> = fc.record({
    place: fc.constantFrom(...PLACES),
    row: fc.nat(5),
    file: fc.nat(2),
    label: fc.constantFrom(0, 1, NO_CLASS),
    redshift: fc.constantFrom(0, 0.1, 5, Number.NaN),
    deltaZ: fc.double(),
    status: fc.constantFrom(...STATUSES),
    flag: fc.constantFrom(1, 2.5, 9, Number.NaN),
    logEvidence: fc.double(),
    width: fc.double({ min: 1, max: 17_908 }),
    id: fc.option(fc.string({ maxLength: 3 }), { nil: null }),
  })
  fc.assert(
    fc.property(
      fc.array(facts, { maxLength: 40 }),
      fc.constantFrom(...OBJECT_COLUMNS),
      fc.boolean(),
      fc.double({ noNaN: true }),
      (objects, column, descending, least) => {
        const columns = objectColumns(objects)
        const filter: ObjectFilter = {
          ...NO_FILTER,
          labels: [1],
          logEvidence: [least, Number.POSITIVE_INFINITY],
        }
        const expected = objects
          .map((_, object) => object)
          .filter((object) => objects[object]!.label === 1 && objects[object]!.logEvidence! >= least)
          .sort((a, b) => {
            const [x, y] = [known(columns, column, a), known(columns, column, b)]
            if (x === null || y === null) return Number(x === null) - Number(y === null) || a - b
            const order = x < y ? -1 : x > y ? 1 : 0
            return (descending ? -order : order) || a - b
          })
        expect([...chooseObjects(columns, filter, { column, descending })]).toEqual(expected)
      },
    ),
  )
})
