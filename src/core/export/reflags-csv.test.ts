import { expect, test } from 'vitest'
import { objectColumns } from '../objects.fixture.ts'
import type { Reflag } from '../reflags.ts'
import { reflagsCsv } from './reflags-csv.ts'

const HEADER =
  'file,row,id,split,z_est,old_class,old_flag,network_class,network_probability,new_class,new_flag,decision,time\r\n'
const CLASSES = ['Flag 1', 'Flags 2-9', 'Flags 3-4']
const COLUMNS = objectColumns(
  [
    { file: 0, row: 40, redshift: 0.875, flag: 2, id: 'A-1' },
    { file: 1, row: 7, redshift: 1.5, flag: 3.5, id: '=SUM(A1)' },
    { file: 1, row: 8, id: 'a, "b"' },
  ],
  { files: ['TEST/X.npy', 'VALID/X.npy'] },
)

function decision(object: number, patch: Partial<Reflag>): Reflag {
  return {
    object,
    split: 'test',
    label: 1,
    newLabel: 1,
    newFlag: null,
    predicted: 0,
    confidence: 0.9375,
    at: Date.UTC(2026, 10, 22, 23, 30),
    ...patch,
  }
}

function lines(...reflags: readonly Reflag[]): string {
  const text = reflagsCsv(reflags, COLUMNS, CLASSES)
  expect(text.startsWith(HEADER)).toBe(true)
  return text.slice(HEADER.length)
}

test('one line per decision, in their order, with all digits', () => {
  expect(
    lines(
      decision(1, {
        split: 'validation',
        label: 2,
        newLabel: 0,
        newFlag: 1,
        confidence: 1 / 3,
        at: 1_795_390_201_005,
      }),
      decision(0, { newLabel: 2, newFlag: 4 }),
    ),
  ).toBe(
    "VALID/X.npy,7,'=SUM(A1),validation,1.5,Flags 3-4,3.5,Flag 1,0.3333333333333333,Flag 1,1,changed,2026-11-22T23:30:01.005Z\r\n" +
      'TEST/X.npy,40,A-1,test,0.875,Flags 2-9,2,Flag 1,0.9375,Flags 3-4,4,changed,2026-11-22T23:30:00.000Z\r\n',
  )
})

test('what is not known is empty, and names are quoted', () => {
  expect(lines(decision(2, { split: 'natural', newLabel: 0 }))).toBe(
    'VALID/X.npy,8,"a, ""b""",natural,,Flags 2-9,,Flag 1,0.9375,Flag 1,,changed,2026-11-22T23:30:00.000Z\r\n',
  )
})

test.each([
  ['the same class where no flag is given', decision(0, {}), 'confirmed'],
  ['the same flag', decision(0, { newFlag: 2 }), 'confirmed'],
  ['the whole part of the flag', decision(1, { label: 2, newLabel: 2, newFlag: 3 }), 'confirmed'],
  ['the same class where the old flag is not known', decision(2, { newFlag: 9 }), 'confirmed'],
  ['another flag of the same class', decision(0, { newFlag: 9 }), 'changed'],
  ['another class', decision(0, { newLabel: 0 }), 'changed'],
])('%s is said to be as it was, or not: %o is %s', (_, reflag, expected) => {
  expect(lines(reflag).split(',').at(-2)).toBe(expected)
})

test('no decisions are a header', () => {
  expect(lines()).toBe('')
})
