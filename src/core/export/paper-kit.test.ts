import { expect, test } from 'vitest'
import { viewOfRecord } from '../run-view.ts'
import { KIT_NPY, kitManifest, kitSize, kitTexts, planPaperKit } from './paper-kit.ts'
import { HOSTILE, TWO_CLASSES, WITHOUT_RESULTS } from './record.fixture.ts'
import { tableLatex } from './table-latex.ts'

const CONTEXT = {
  created: '2026-11-27T08:00:00.000Z',
  studio: '0.1.0',
  software: { 'TensorFlow.js': '4.22.0' },
  browser: null,
  size: 'page',
  hasNpy: true,
} as const
const VIEW = viewOfRecord(TWO_CLASSES)

function readme(record = TWO_CLASSES, context: Parameters<typeof kitTexts>[2] = CONTEXT): string {
  return kitTexts(record, viewOfRecord(record), context).find(({ path }) => path === 'README.txt')!.text
}

test('the files of a kit', () => {
  const { texts, figures } = planPaperKit(TWO_CLASSES, VIEW, CONTEXT)
  expect(texts.map(({ path }) => path)).toEqual([
    'README.txt',
    'table.tex',
    'methods.tex',
    'methods.txt',
    'report.json',
    'report.md',
    'curves.csv',
  ])
  expect(figures).toEqual([
    { path: 'figure.pdf', format: 'pdf', options: { size: 'page', panel: 'all' } },
    { path: 'figure.svg', format: 'svg', options: { size: 'page', panel: 'all' } },
    { path: 'figure.png', format: 'png', options: { size: 'page', panel: 'all' } },
  ])
})

test('a figure of 13 x 8 in would be too small in print', () => {
  expect((['reference', 'page', 'column'] as const).map(kitSize)).toEqual(['page', 'page', 'column'])
})

test('each text is what its name says', () => {
  const texts = new Map(kitTexts(TWO_CLASSES, VIEW, CONTEXT).map(({ path, text }) => [path, text]))
  expect(texts.get('table.tex')).toBe(tableLatex(TWO_CLASSES, VIEW))
  expect(texts.get('methods.tex')).toMatch(/^The network CNN3 .*\n(?:.*\n)+$/)
  expect(texts.get('methods.txt')).toMatch(/^The network CNN3 .*\n$/)
  expect(texts.get('report.md')).toMatch(/^# CNN3, DeltaZ\n/)
  expect(texts.get('curves.csv')).toMatch(
    /^epoch,acc,val_acc,loss,val_loss,lr\r\n1,0\.8,0\.82,0\.5,0\.45,0\.0001\r\n/,
  )
  // JSON has no NaN
  const report = { ...TWO_CLASSES.report, val_loss: [0.45, 0.25, null] }
  expect(JSON.parse(texts.get('report.json')!)).toEqual(report)
  expect([...texts.values()].every((text) => text.endsWith('\n'))).toBe(true)
})

test('the README, letter by letter', () => {
  expect(readme()).toBe(String.raw`Paper kit of the run CNN3, DeltaZ
Made by Redshift Studio 0.1.0, 2026-11-27T08:00:00.000Z

Files
  figure.pdf     the figure, 180 mm wide, two columns of A&A: vectors, with its fonts
  figure.svg     the same, to edit
  figure.png     the same, 300 dots per inch
  table.tex      results per class and confusion matrix; needs \usepackage{booktabs}
  methods.tex    a paragraph on data, network, training and results; needs no package
  methods.txt    the same as plain text
  report.json    the whole report, for Redshift Studio and other programs
  report.npy     the same with the keys of LAM-Redshift: np.load(name, allow_pickle=True).item()
  report.md      the same to read
  curves.csv     accuracy, loss and learning rate by epoch
  manifest.json  versions, seed, adapter, fingerprint of the data, and SHA-256 of all files above
The figure is for two columns. For one, choose 88 mm as Figure size before you save the kit.

In a paper
  \usepackage{graphicx}
  \usepackage{booktabs}
  ...
  \input{methods}
  \input{table}
  \begin{figure*}
    \centering
    \includegraphics[width=\textwidth]{figure.pdf}
    \caption{...}
    \label{fig:DeltaZ-CNN3-seed7}
  \end{figure*}

Read the paragraph before you publish it: it says what the report holds, no more.
`)
})

test('a figure for one column, and no report for fig.py', () => {
  const text = readme(TWO_CLASSES, { ...CONTEXT, size: 'column', hasNpy: false })
  expect(text).toContain('  figure.pdf     the figure, 88 mm wide, one column of A&A: vectors')
  expect(text).toContain(
    '  \\begin{figure}\n    \\centering\n    \\includegraphics[width=\\columnwidth]{figure.pdf}\n',
  )
  expect(text).toContain(
    '\nThe figure is for one column. For two, choose another Figure size before you save the kit.\n',
  )
  expect(text).not.toMatch(/^ {2}report\.npy/m)
  expect(text).toContain('\nThere is no report.npy: the report lacks what fig.py of LAM-Redshift draws.\n')
})

test('a run without results has no table, and the README says why', () => {
  const paths = kitTexts(WITHOUT_RESULTS, viewOfRecord(WITHOUT_RESULTS), CONTEXT).map(({ path }) => path)
  expect(paths).not.toContain('table.tex')
  const text = readme(WITHOUT_RESULTS)
  expect(text).toContain('\nThere is no table.tex: the run has no results on its test.\n')
  expect(text).not.toMatch(/booktabs|input\{table\}/)
})

test('the README lists every file of the kit', () => {
  const { texts, figures } = planPaperKit(HOSTILE, viewOfRecord(HOSTILE), CONTEXT)
  const paths = [...texts, ...figures, { path: KIT_NPY }, kitManifest(HOSTILE, CONTEXT, [])].map(
    ({ path }) => path,
  )
  const listed = readme(HOSTILE)
    .match(/^ {2}\S+\.[a-z]+(?= )/gm)!
    .map((path) => path.trim())
  expect([...listed, 'README.txt'].sort()).toEqual(paths.sort())
})

test('the manifest is JSON that ends with a line feed', () => {
  const file = { path: 'table.tex', bytes: 3, sha256: 'ab'.repeat(32) }
  const { path, text } = kitManifest(TWO_CLASSES, CONTEXT, [file])
  expect(path).toBe('manifest.json')
  expect(text.endsWith('}\n')).toBe(true)
  expect(JSON.parse(text)).toMatchObject({ format: 'redshift-studio-manifest', version: 1, files: [file] })
})
