import { describe, expect, test } from 'vitest'
import type { Attributes } from '../core/targets.ts'
import { TARGETS } from '../core/targets.ts'
import { encodeNpy, encodeObjectNpy } from '../formats/npy-write.ts'
import { inferTarget } from './infer-target.ts'
import { encodeLabels, labelFinding, readLabels, type StoredLabels } from './labels.ts'
import { attributesOf, npyColumnOf, rawNpy, unicodeNpy } from './tree.fixture.ts'

async function read(bytes: Uint8Array): Promise<StoredLabels> {
  return readLabels(await npyColumnOf(bytes, 'TRAIN/Y.npy'))
}

async function encode(bytes: Uint8Array, target: keyof typeof TARGETS = 'Success3') {
  const stored = await read(bytes)
  const labels = encodeLabels(stored, TARGETS[target])
  const finding = labelFinding(stored, TARGETS[target], null)
  return { labels: [...labels], finding }
}

async function codesOf(bytes: Uint8Array, target: keyof typeof TARGETS = 'Success3'): Promise<number[]> {
  const { labels, finding } = await encode(bytes, target)
  expect(finding).toBeNull()
  return labels
}

const INTEGERS = [
  ['|i1', new Int8Array([0, 1, 2])],
  ['|u1', new Uint8Array([0, 1, 2])],
  ['<i2', new Int16Array([0, 1, 2])],
  ['<u2', new Uint16Array([0, 1, 2])],
  ['<i4', new Int32Array([0, 1, 2])],
  ['<u4', new Uint32Array([0, 1, 2])],
  ['<i8', new BigInt64Array([0n, 1n, 2n])],
  ['<u8', new BigUint64Array([0n, 1n, 2n])],
  ['<f4', new Float32Array([0, 1, 2])],
  ['<f8', new Float64Array([0, 1, 2])],
  ['<f2', new Uint16Array([0, 0x3c00, 0x4000])],
  ['>i4', new Uint8Array([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2])],
] as const

describe('forms', () => {
  test.each(INTEGERS)('class index as %s, 1-D and (N, 1)', async (descr, data) => {
    expect(await codesOf(rawNpy(descr, [3], data))).toEqual([0, 1, 2])
    expect(await codesOf(rawNpy(descr, [3, 1], data))).toEqual([0, 1, 2])
  })

  test('one-hot rows of floats, integers and booleans', async () => {
    const rows = [1, 0, 0, 0, 0, 1, 0, 1, 0]
    expect(await codesOf(encodeNpy('<f4', [3, 3], rows))).toEqual([0, 2, 1])
    expect(await codesOf(encodeNpy('<i8', [3, 3], rows))).toEqual([0, 2, 1])
    expect(await codesOf(rawNpy('|b1', [3, 3], Uint8Array.from(rows)))).toEqual([0, 2, 1])
  })

  test('class names as unicode, bytes and objects, as in reports and as shown, in any case', async () => {
    expect(await codesOf(unicodeNpy(['Flag 1', 'Flags 2-9', 'FLAGS 2 & 9', 'flags 3 & 4']), 'Flag3')).toEqual(
      [0, 1, 1, 2],
    )
    expect(await codesOf(unicodeNpy(['Deltaz<1e-3', 'DeltaZ ≥ 1e-3']), 'DeltaZ')).toEqual([0, 1])
    const bytes = new TextEncoder().encode(
      'Success\0\0\0SpuriousMMismatch\0\0'.replace('SpuriousM', 'Spurious\0\0'),
    )
    expect(await codesOf(rawNpy('|S10', [3], bytes))).toEqual([0, 1, 2])
    expect(await codesOf(encodeObjectNpy([['spurious'], ['Success']]))).toEqual([1, 0])
    expect(await codesOf(encodeObjectNpy([[2n], [0n]]))).toEqual([2, 0])
  })
})

describe('refusals', () => {
  test('labels that are no class, with the first five rows', async () => {
    const { labels, finding } = await encode(
      encodeNpy('<f8', [8], [0, -1, 0.5, 3, Number.NaN, 1, 255, Infinity]),
    )
    expect(labels).toEqual([0, 255, 255, 255, 255, 1, 255, 255])
    expect(finding).toEqual({
      code: 'invalid-labels',
      severity: 'block',
      message:
        'TRAIN/Y.npy: 6 of 8 labels (75.0 %) are no class of Success3, whose labels are 0 to 2: row 1: -1, row 2: 0.5, row 3: 3, row 4: NaN, row 6: 255. Mend these labels or remove the rows.',
      file: 'TRAIN/Y.npy',
      rows: [1, 2, 3, 4, 6],
      counts: { invalid: 6, rows: 8 },
      remedies: [{ label: 'Drop 6 rows without a class', patch: { drop: ['no-class'] } }],
    })
  })

  test('of some rows, numbered as in the file', async () => {
    const stored = await read(encodeNpy('<f8', [8], [0, -1, 0.5, 3, Number.NaN, 1, 255, Infinity]))
    expect(labelFinding(stored, TARGETS.Success3, Uint32Array.of(0, 2, 5))).toEqual({
      code: 'invalid-labels',
      severity: 'block',
      message:
        'TRAIN/Y.npy: 1 of 3 labels (33.3 %) is no class of Success3, whose labels are 0 to 2: row 2: 0.5. Mend these labels or remove the rows.',
      file: 'TRAIN/Y.npy',
      rows: [2],
      counts: { invalid: 1, rows: 3 },
      remedies: [{ label: 'Drop 1 row without a class', patch: { drop: ['no-class'] } }],
    })
    expect(labelFinding(stored, TARGETS.Success3, Uint32Array.of(0, 5))).toBeNull()
    expect(labelFinding(stored, TARGETS.Success3, null)?.counts).toEqual({ invalid: 6, rows: 8 })
  })

  test('unknown names and rows that are not one-hot', async () => {
    expect((await encode(unicodeNpy(['Success', 'success?', '1'])))?.finding?.message).toBe(
      'TRAIN/Y.npy: 2 of 3 labels (66.7 %) are no class of Success3, whose labels are Success, Spurious and Mismatch: row 1: "success?", row 2: "1". Mend these labels or remove the rows.',
    )
    expect(
      (await encode(encodeNpy('<f4', [4, 2], [1, 0, 0.5, 0.5, 1, 1, 0, 0]), 'DeltaZ'))?.finding?.message,
    ).toBe(
      'TRAIN/Y.npy: 3 of 4 labels (75.0 %) are no class of DeltaZ, whose labels are rows of zeros with a single 1: row 1: "[0.5, 0.5]", row 2: "[1, 1]", row 3: "[0, 0]". Mend these labels or remove the rows.',
    )
    expect((await encode(encodeObjectNpy([['Success'], [null], [1n]]))).finding?.message).toBe(
      'TRAIN/Y.npy: 2 of 3 labels (66.7 %) are no class of Success3, whose labels are Success, Spurious and Mismatch: row 1: nothing, row 2: 1. Mend these labels or remove the rows.',
    )
  })

  test('one-hot rows for another number of classes', async () => {
    await expect(encode(encodeNpy('<f4', [1, 2], [0, 1]))).rejects.toThrow(
      'TRAIN/Y.npy: rows of 2 values, but Success3 has 3 classes.',
    )
  })

  test('shapes and types that hold no labels', async () => {
    await expect(read(encodeNpy('<f4', [1, 6], [0, 0, 0, 0, 0, 1]))).rejects.toThrow(
      'TRAIN/Y.npy: type <f4, shape (1, 6) does not hold labels.',
    )
    await expect(read(encodeNpy('<f4', [], [1]))).rejects.toThrow(
      'TRAIN/Y.npy: type <f4, shape () does not hold labels.',
    )
    await expect(read(encodeNpy('<i8', [1, 1, 1], [1]))).rejects.toThrow(
      'shape (1, 1, 1) does not hold labels.',
    )
    await expect(read(rawNpy('|b1', [2], new Uint8Array([0, 1])))).rejects.toThrow(
      'TRAIN/Y.npy: type |b1, shape (2,) holds booleans.',
    )
  })
})

describe('target', () => {
  const none = { train: null, validation: null, test: null }

  async function infer(bytes: Uint8Array, attributes: Attributes[] | null = null) {
    const stored = await read(bytes)
    return inferTarget({ train: stored, validation: stored, test: stored }, { ...none, train: attributes })
  }

  test('from class names', async () => {
    expect(await infer(unicodeNpy(['Flag 1', 'Flags 2 & 9']))).toEqual({
      target: 'Flag3',
      reason: 'its class names are those of the labels',
    })
    expect((await infer(unicodeNpy(['Success', 'Spurious/Mismatch']))).target).toBe('Success2')
  })

  test('from agreement with the attributes', async () => {
    const attributes = attributesOf(4).map((row, i) => ({
      ...row,
      status: ['success', 'spurious', 'mismatch'][i % 3]!,
    }))
    expect(await infer(encodeNpy('<i8', [4], [0, 1, 2, 0]), attributes)).toEqual({
      target: 'Success3',
      reason: 'its rule gives 100.0 % of the labels from the attributes',
    })
    const flags = attributesOf(4).map((row, i) => ({ ...row, flag: [1, 9, 3.5, 4][i]! }))
    expect((await infer(encodeNpy('<f4', [4, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1]), flags)).target).toBe(
      'Flag3',
    )
  })

  test('from the number of classes', async () => {
    expect(await infer(encodeNpy('<i8', [3], [0, 4, 1]))).toEqual({
      target: 'Flag',
      reason: 'it is the only one with 5 classes',
    })
  })

  test('asks where several fit or none', async () => {
    await expect(infer(encodeNpy('<i8', [3], [0, 1, 0]))).rejects.toMatchObject({
      code: 'bad-input',
      message:
        "TRAIN/Y.npy: the labels fit DeltaZ and Success2, and neither a folder's name nor the attributes tell which target it is.",
      hint: 'Choose the target.',
    })
    await expect(infer(encodeNpy('<i8', [2], [0, 1]), attributesOf(2))).rejects.toThrow(
      'the labels fit DeltaZ and Success2',
    )
    await expect(infer(encodeNpy('<i8', [2], [0, 7]))).rejects.toThrow(
      'TRAIN/Y.npy: the labels fit no target. Found 0 and 7.',
    )
    await expect(infer(unicodeNpy(['star', 'galaxy']))).rejects.toThrow(
      'TRAIN/Y.npy: the labels fit no target. Found "star" and "galaxy".',
    )
  })
})
