import { expect, test } from 'vitest'
import { escapeLatex, latexInteger, latexName, latexScientific } from './latex.ts'
import { latexFaults } from './latex-faults.fixture.ts'

test.each([
  ['plain text, with (signs); it’s ok: 1/2+3=5?', "plain text, with (signs); it{'}s ok: 1/2+3=5?"],
  ['a_b%c#$^{}\\~&', 'a\\_b\\%c\\#\\$\\textasciicircum{}\\{\\}\\textbackslash{}\\textasciitilde{}\\&'],
  ['ΔZ < 10⁻³', '$\\Delta$Z $<$ 10$^{-3}$'],
  ['ΔZ ≥ 1e-3', '$\\Delta$Z $\\geq$ 1e-3'],
  ['H₂O × 2 ± 0.5 − 1', 'H$_{2}$O $\\times$ 2 $\\pm$ 0.5 $-$ 1'],
  ['z–z—z', 'z--z---z'],
  ['a--b---c', 'a-{}-b-{}-{}-c'],
  ['[OIII] *best*', '{[}OIII{]} {*}best{*}'],
  ['"a" `b` |c|', "{''}a{''} {`}b{`} $|$c$|$"],
  ['é Å ñ ï ç ế ß Łódź', "\\'{e} \\r{A} \\~{n} \\\"{\\i} \\c{c} \\'{\\^{e}} \\ss{} \\L{}\\'{o}d\\'{z}"],
  ['e\u0301', "\\'{e}"],
  ['星 😀 Ж ą', '{[}U+661F{]} {[}U+1F600{]} {[}U+0416{]} {[}U+0105{]}'],
  ['a\u00a0b\u2009c', 'a~b\\,c'],
  ['a\n\n b\tc', 'a b c'],
  ['a\u0000\u200bb', 'ab'],
  ['constructor __proto__', 'constructor \\_\\_proto\\_\\_'],
])('%j', (text, latex) => {
  expect(escapeLatex(text)).toBe(latex)
  expect(latexFaults(latex)).toEqual([])
})

test('each printable character and each pair of them is well formed', () => {
  const characters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
  const pairs = characters.flatMap((a) => characters.map((b) => a + b))
  expect(pairs.flatMap((pair) => latexFaults(escapeLatex(pair)))).toEqual([])
})

test('numbers of more than four digits have thin spaces', () => {
  expect([0, 9999, 10_000, 58_977, 18_348_706].map(latexInteger)).toEqual([
    '0',
    '9999',
    '10\\,000',
    '58\\,977',
    '18\\,348\\,706',
  ])
})

test.each([
  ['DeltaZ < 1e-3', '$\\Delta z$ $<$ $10^{-3}$'],
  ['2.5e-03 and 1e4', '$2.5 \\times 10^{-3}$ and $10^{4}$'],
  ['a1e-3 1e-3b 1e 1.1e-3.2', 'a1e-3 1e-3b 1e 1.1e-3.2'],
  ['1e-3 of DeltaZ, xDeltaZ, DeltaZs and DELTAZ', '$10^{-3}$ of $\\Delta z$, xDeltaZ, DeltaZs and DELTAZ'],
])('a name with a power of ten or DeltaZ: %s', (name, latex) => {
  expect(latexName(name)).toBe(latex)
})

test('a power of ten', () => {
  expect(latexScientific('1e-4')).toBe('$10^{-4}$')
  expect(latexScientific('9.05e-5')).toBe('$9.05 \\times 10^{-5}$')
})
