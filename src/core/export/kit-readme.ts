// What is in a paper kit, and how it comes into a paper.

import type { FigureSize } from '../figure/request.ts'
import type { RunRecord } from '../run-record.ts'
import { oneLine } from '../text.ts'
import { labelName } from './file-names.ts'

/** Sizes that suit a paper: at 13 x 8 in, type would be too small once a figure is scaled to a page. */
export type KitSize = Exclude<FigureSize, 'reference'>

const SIZES: Readonly<Record<KitSize, string>> = {
  column: '88 mm wide, one column of A&A',
  page: '180 mm wide, two columns of A&A',
}

/** @param hasTable whether the kit has `table.tex` */
export function kitReadme(
  record: RunRecord,
  { studio, created, size, hasNpy }: { studio: string; created: string; size: KitSize; hasNpy: boolean },
  hasTable: boolean,
): string {
  const isColumn = size === 'column'
  const environment = isColumn ? 'figure' : 'figure*'
  const width = isColumn ? '\\columnwidth' : '\\textwidth'
  const label = labelName(record)
  return `${[
    `Paper kit of the run ${oneLine(record.name)}`,
    `Made by Redshift Studio ${studio}, ${created}`,
    '',
    'Files',
    `  figure.pdf     the figure, ${SIZES[size]}: vectors, with its fonts`,
    '  figure.svg     the same, to edit',
    '  figure.png     the same, 300 dots per inch',
    ...(hasTable
      ? ['  table.tex      results per class and confusion matrix; needs \\usepackage{booktabs}']
      : []),
    '  methods.tex    a paragraph on data, network, training and results; needs no package',
    '  methods.txt    the same as plain text',
    '  report.json    the whole report, for Redshift Studio and other programs',
    ...(hasNpy
      ? ['  report.npy     the same with the keys of LAM-Redshift: np.load(name, allow_pickle=True).item()']
      : []),
    '  report.md      the same to read',
    '  curves.csv     accuracy, loss and learning rate by epoch',
    '  manifest.json  versions, seed, adapter, fingerprint of the data, and SHA-256 of all files above',
    isColumn
      ? 'The figure is for one column. For two, choose another Figure size before you save the kit.'
      : 'The figure is for two columns. For one, choose 88 mm as Figure size before you save the kit.',
    ...(hasTable ? [] : ['There is no table.tex: the run has no results on its test.']),
    ...(hasNpy ? [] : ['There is no report.npy: the report lacks what fig.py of LAM-Redshift draws.']),
    '',
    'In a paper',
    '  \\usepackage{graphicx}',
    ...(hasTable ? ['  \\usepackage{booktabs}'] : []),
    '  ...',
    '  \\input{methods}',
    ...(hasTable ? ['  \\input{table}'] : []),
    `  \\begin{${environment}}`,
    '    \\centering',
    `    \\includegraphics[width=${width}]{figure.pdf}`,
    '    \\caption{...}',
    `    \\label{fig:${label}}`,
    `  \\end{${environment}}`,
    '',
    'Read the paragraph before you publish it: it says what the report holds, no more.',
  ].join('\n')}\n`
}
