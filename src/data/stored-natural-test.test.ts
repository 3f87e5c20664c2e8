import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bytesSource } from '../formats/source.ts'
import { readStoredNaturalTest } from './stored-natural-test.ts'

const TEST = {
  conf_matrix: [
    [27, 3],
    [1, 9],
  ],
  excluded: 92,
  thinned: 5,
}

function read(value: unknown) {
  return readStoredNaturalTest(bytesSource(new TextEncoder().encode(JSON.stringify(value)), 'r.json'))
}

test('the matrix and what is not in it', async () => {
  expect(await read({ acc: [], meta: { naturalTest: { ...TEST, acc: 0.9 } } })).toEqual({
    matrix: TEST.conf_matrix,
    excluded: 92,
    thinned: 5,
  })
})

describe('reports without one', () => {
  test.each([{}, { meta: {} }, { meta: { naturalTest: null } }, { meta: 'none' }, []])(
    '%j',
    async (value) => {
      expect(await read(value)).toBeNull()
    },
  )

  test("LAM-Redshift's, in either format", async () => {
    for (const name of ['whole.npy', 'nan.json']) {
      const bytes = readFileSync(join(import.meta.dirname, '../../reference/fixtures/reports', name))
      expect(await readStoredNaturalTest(bytesSource(bytes, name))).toBeNull()
    }
  })
})

test.each([
  [{ conf_matrix: undefined }, 'conf_matrix', 'a square matrix of counts'],
  [{ conf_matrix: [[1, 2]] }, 'conf_matrix', 'a square matrix of counts'],
  [{ conf_matrix: [] }, 'conf_matrix', 'a square matrix of counts'],
  [{ conf_matrix: [[0.5]] }, 'conf_matrix', 'a square matrix of counts'],
  [{ excluded: -1 }, 'excluded', 'a count'],
  [{ thinned: '5' }, 'thinned', 'a count'],
])('refuses %j', async (change, key, expected) => {
  await expect(read({ meta: { naturalTest: { ...TEST, ...change } } })).rejects.toMatchObject({
    code: 'bad-input',
    message: `r.json: meta.naturalTest.${key} is absent or another value; expected ${expected}.`,
    hint: 'Export the report again, or take the key out of it.',
  })
})
