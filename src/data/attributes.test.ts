import { expect, test } from 'vitest'
import { encodeNpy, encodeObjectNpy } from '../formats/npy-write.ts'
import { parseAttributes, readAttributes } from './attributes.ts'
import { npyColumnOf, rawNpy } from './tree.fixture.ts'

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
