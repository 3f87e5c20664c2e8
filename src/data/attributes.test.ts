import { describe, expect, test } from 'vitest'
import { TARGETS } from '../core/targets.ts'
import { encodeNpy, encodeObjectNpy } from '../formats/npy-write.ts'
import { checkAttributes, parseAttributes, readAttributes } from './attributes.ts'
import { attributesOf, npyColumnOf, rawNpy } from './tree.fixture.ts'

async function read(bytes: Uint8Array) {
  return readAttributes(await npyColumnOf(bytes, 'attributes.npy'))
}

const KNOWN = { redshift: 0.5, deltaZ: -0.25, status: 'success', logEvidence: -12, flag: 3.5 }

test('takes the known columns, whatever the number of others', () => {
  const eight = ['id', 0.5, null, -0.25, 0, 'success', -12, 3.5]
  expect(parseAttributes(eight, 1, 8)).toEqual([KNOWN])
  expect(parseAttributes([...eight.slice(0, 7), 'more', 3.5], 1, 9)).toEqual([KNOWN])
})

test('numbers as int, text and bytes; what is none is null', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const row = [0, 1n, 0, ' 2.5e-3 ', 0, bytes('spurious'), bytes('-7'), 'NaN']
  expect(parseAttributes(row, 1, 8)).toEqual([
    { redshift: 1, deltaZ: 0.0025, status: 'spurious', logEvidence: -7, flag: Number.NaN },
  ])
  const odd = [0, 'near', 0, '', 0, 3, true, null]
  expect(parseAttributes(odd, 1, 8)).toEqual([
    { redshift: null, deltaZ: null, status: null, logEvidence: null, flag: null },
  ])
})

test('reads a table of objects and one of text', async () => {
  const cells = ['a', 0.5, 0, -0.25, 0, 'success', -12, 3.5]
  expect(await read(encodeObjectNpy([cells, cells]))).toEqual({ attributes: [KNOWN, KNOWN], finding: null })
  const codes = new Uint32Array(8 * 10)
  cells.forEach((cell, column) => {
    codes.set(
      [...String(cell)].map((letter) => letter.codePointAt(0)!),
      column * 10,
    )
  })
  expect(await read(rawNpy('<U10', [1, 8], codes))).toEqual({ attributes: [KNOWN], finding: null })
})

test.each([
  [encodeObjectNpy([[0, 1, 2]]), '3 columns, expected at least 8'],
  [encodeNpy('<f8', [2], [0, 1]), 'shape (2,), expected rows of columns'],
  [
    encodeNpy('<f8', [1, 8], [0, 1, 2, 3, 4, 5, 6, 7]),
    'type <f8, expected Python objects (|O) with the status as text in column 5',
  ],
])('is left out where it cannot be understood: %#', async (bytes, reason) => {
  const { attributes, finding } = await read(bytes)
  expect(attributes).toBeNull()
  expect(finding?.severity).toBe('warning')
  expect(finding?.message).toBe(
    `attributes.npy: ${reason}. The data set is used without attributes: labels are not checked, and what needs redshift, DeltaZ, status, log-evidence or flag is not offered.`,
  )
})

describe('objects without a class', () => {
  const attributes = attributesOf(8).map((row, i) => ({
    ...row,
    status: i % 3 === 1 ? 'failed' : row.status,
  }))
  const check = (decides: boolean, rows?: Uint32Array | null, givesClasses?: boolean) =>
    checkAttributes('a.npy', attributes, [[TARGETS.Success3, decides]], rows, givesClasses)

  test('block where the target reads the attribute, and may be dropped', () => {
    expect(check(true)).toEqual([
      {
        code: 'unknown-status',
        severity: 'block',
        message:
          'a.npy: 3 of 8 objects (37.5 %) have a status other than success, spurious and mismatch: row 1: "failed", row 4: "failed", row 7: "failed". The target needs it: mend these values or remove the rows.',
        file: 'a.npy',
        rows: [1, 4, 7],
        counts: { unknown: 3, rows: 8 },
        remedies: [{ label: 'Drop 3 rows without a class', patch: { drop: ['no-class'] } }],
      },
    ])
  })

  test('are told where it does not', () => {
    const [found] = check(false)
    expect(found).toMatchObject({ severity: 'warning', counts: { unknown: 3, rows: 8 } })
    expect(found).not.toHaveProperty('remedies')
  })

  test('only those in use, numbered as in the file', () => {
    expect(check(true, Uint32Array.of(0, 2, 4, 5))).toMatchObject([
      {
        message:
          'a.npy: 1 of 4 objects (25.0 %) has a status other than success, spurious and mismatch: row 4: "failed". The target needs it: mend these values or remove the rows.',
        rows: [4],
        counts: { unknown: 1, rows: 4 },
        remedies: [{ label: 'Drop 1 row without a class', patch: { drop: ['no-class'] } }],
      },
    ])
    expect(check(true, Uint32Array.of(0, 2))).toEqual([])
    expect(check(true, new Uint32Array(0))).toEqual([])
  })

  test('have no button where a label gives the class: dropping rows without one would not help', () => {
    const [found] = check(true, null, false)
    expect(found).toMatchObject({ severity: 'block', counts: { unknown: 3, rows: 8 } })
    expect(found).not.toHaveProperty('remedies')
  })
})
