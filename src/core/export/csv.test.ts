import { expect, test } from 'vitest'
import { csvFile, csvLine } from './csv.ts'

test('numbers keep all digits, and what is no number is empty', () => {
  expect(csvLine([1, 0.1 + 0.2, 1e-7, 9.048374180359595e-5, 1e21])).toBe(
    '1,0.30000000000000004,1e-7,0.00009048374180359595,1e+21',
  )
  expect(csvLine([Number.NaN, Number.POSITIVE_INFINITY, null, 0, -1.5])).toBe(',,,0,-1.5')
})

test('commas, quotes and line ends are quoted', () => {
  expect(csvLine(['a', 'a,b', 'say "a"', 'a\nb', 'a\rb', '', ' a '])).toBe(
    'a,"a,b","say ""a""","a\nb","a\rb",, a ',
  )
})

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['=HYPERLINK("a","b")', `"'=HYPERLINK(""a"",""b"")"`],
  ['a=1', 'a=1'],
])('a text is never a formula: %s', (text, cell) => {
  expect(csvLine([text])).toBe(cell)
})

test('a file ends each line with CR LF', () => {
  expect(csvFile(['a,b', '1,2'])).toBe('a,b\r\n1,2\r\n')
})
