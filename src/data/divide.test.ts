import { describe, expect, test } from 'vitest'
import type { ColumnValues } from '../formats/table.ts'
import { divideByColumn } from './divide.ts'
import { memoryColumn } from './table.fixture.ts'

function divide(values: readonly (string | null)[]) {
  return divideByColumn(memoryColumn('all.arrow', 'split', { kind: 'text', values }))
}

describe('names of splits', () => {
  test('in any letter case, with spaces around them', async () => {
    expect(await divide(['TRAIN', 'valid', 'Test', ' train ', 'VALIDATION', 'val', 'test\t'])).toEqual({
      train: Uint32Array.of(0, 3),
      validation: Uint32Array.of(1, 4, 5),
      test: Uint32Array.of(2, 6),
    })
  })

  test('as bytes, which Python objects may be', async () => {
    const values = ['TRAIN', 'VALID', 'TEST'].map((name) => new TextEncoder().encode(name))
    expect(await divideByColumn(memoryColumn('a.npz', 'split', { kind: 'object', values }))).toEqual({
      train: Uint32Array.of(0),
      validation: Uint32Array.of(1),
      test: Uint32Array.of(2),
    })
  })

  test('rows ascend, and splits may be empty', async () => {
    expect(await divide(['test', 'train', 'test', 'train'])).toEqual({
      train: Uint32Array.of(1, 3),
      validation: new Uint32Array(0),
      test: Uint32Array.of(0, 2),
    })
    expect(await divide([])).toEqual({
      train: new Uint32Array(0),
      validation: new Uint32Array(0),
      test: new Uint32Array(0),
    })
  })
})

describe('anything else is refused with its rows', () => {
  const hint = 'A split is TRAIN, VALID (VALIDATION, VAL) or TEST, in any letter case.'

  test('one value', async () => {
    await expect(divide(['train', 'dev', 'test'])).rejects.toMatchObject({
      code: 'bad-input',
      message: 'all.arrow, column split: 1 of 3 rows (33.3 %) names no split: row 1: "dev".',
      hint,
    })
  })

  test('the first five of many, missing ones too', async () => {
    await expect(divide(['', null, 'training', 'trein', 'eval', 'x', 'train'])).rejects.toMatchObject({
      code: 'bad-input',
      message:
        'all.arrow, column split: 6 of 7 rows (85.7 %) name no split: row 0: "", row 1: nothing, row 2: "training", row 3: "trein", row 4: "eval".',
      hint,
    })
  })

  test('names of every object are no splits', async () => {
    await expect(divide(['constructor', '__proto__'])).rejects.toMatchObject({
      message:
        'all.arrow, column split: 2 of 2 rows (100.0 %) name no split: row 0: "constructor", row 1: "__proto__".',
    })
  })

  test.each<[ColumnValues, string]>([
    [{ kind: 'number', values: Float64Array.of(0, Number.NaN) }, 'row 0: 0, row 1: NaN'],
    [{ kind: 'boolean', values: [true, null] }, 'row 0: true, row 1: nothing'],
    [{ kind: 'object', values: [['train'], 3] }, 'row 0: train, row 1: 3'],
    [{ kind: 'object', values: [Uint8Array.of(100, 101, 118), 3] }, 'row 0: "dev", row 1: 3'],
  ])('no text: %j', async (content, rows) => {
    await expect(divideByColumn(memoryColumn('a.npz', 'split', content))).rejects.toMatchObject({
      code: 'bad-input',
      message: `a.npz, column split: 2 of 2 rows (100.0 %) name no split: ${rows}.`,
    })
  })
})
