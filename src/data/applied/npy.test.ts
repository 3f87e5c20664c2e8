import { expect, test } from 'vitest'
import { AS_GIVEN, appliedFixture } from './applied.fixture.ts'
import { encodeNpyTable } from './npy.ts'

test('a text of 1,000 characters has its room in each row', () => {
  const ids = ['a', '💫'.repeat(1000), null, 'b']
  const short = encodeNpyTable(appliedFixture(['a', '💫', null, 'b'], 4), AS_GIVEN)
  const long = encodeNpyTable(appliedFixture(ids, 4), AS_GIVEN)
  expect(long.size - short.size).toBe(4 * 4 * 999)
})

test.each([
  ['id', 2, { ids: ['a', null, 'x'.repeat(3_000_000), 'b'] }, '3,000,000'],
  ['file', 3, { files: [...'ab'].map((name, i) => ({ name: name.repeat(1 + 1000 * i), rows: 3 })) }, '1,001'],
])('a longer one in %s is refused with its row', (name, row, change, characters) => {
  const applied = { ...appliedFixture(['a', 'b', 'c', 'd'], 4), ...change }
  expect(() => encodeNpyTable(applied, AS_GIVEN)).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      message: `Row ${row} has ${characters} characters in ${name}; expected at most 1,000, as every row of a NumPy array takes the room of the longest.`,
      hint: 'Save the table as CSV, ECSV or VOTable, or shorten the text.',
    }),
  )
})
