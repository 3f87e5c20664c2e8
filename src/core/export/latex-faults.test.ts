import { expect, test } from 'vitest'
import { latexFaults } from './latex-faults.fixture.ts'

const TABLE = ['\\begin{tabular}{lr}', '\\toprule', 'a\\_b & $<$ 1 \\\\', '\\end{tabular}'].join('\n')

test('good source has no faults', () => {
  expect(latexFaults(`% 5 % of # comments\n${TABLE}`)).toEqual([])
})

test.each([
  ['a & b', 'a\\_b & $<$ 1 & 2 \\\\', '3 cells in 2 columns: a\\_b & $<$ 1 & 2 \\\\'],
  ['no end', 'a\\_b & $<$ 1', 'a row without an end: a\\_b & $<$ 1'],
  ['option', '[a] & 1 \\\\', 'a row begins as an option: [a] & 1 \\\\'],
  ['underscore', 'a_b & 1 \\\\', '_ outside math: a_b & 1 \\\\'],
  ['percent', 'a & 1% \\\\', '% without a backslash: a & 1% \\\\'],
  ['brace', 'a\\{ & {1 \\\\', 'a brace is open: a\\{ & {1 \\\\'],
  ['closing brace', 'a & 1} \\\\', 'a brace too many: a & 1} \\\\'],
  ['math', 'a & $1 \\\\', 'math is open: a & $1 \\\\'],
  ['sign', 'a & < \\\\', '< prints as something else: a & < \\\\'],
  ['span', '\\multicolumn{2}{c}{a} & 1 \\\\', '3 cells in 2 columns: \\multicolumn{2}{c}{a} & 1 \\\\'],
])('%s', (_, row, fault) => {
  expect(latexFaults(TABLE.replace('a\\_b & $<$ 1 \\\\', row))).toEqual([fault])
})

test('environments, and characters beyond ASCII', () => {
  expect(latexFaults('\\begin{table}\n\\end{figure}')).toEqual(['end of figure where another ends'])
  expect(latexFaults('\\begin{table}')).toEqual(['table has no end'])
  expect(latexFaults('Δ')).toEqual(['not ASCII: "Δ"'])
  expect(latexFaults('a & b')).toEqual(['& outside a table: a & b'])
})
