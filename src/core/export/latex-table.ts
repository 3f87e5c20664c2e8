// What tables for papers have in common.

import type { Estimate } from '../test-figures.ts'

/** The first line of a file with tables. */
export const BOOKTABS_NOTE = '% Needs \\usepackage{booktabs} in the preamble.'

/** For captions of tables with `latexEstimate`. */
export const INTERVAL_NOTE = 'Small numbers are the distances to the bounds of the 95\\% Wilson interval.'

/** For captions of tables with a class that was never predicted. */
export const NEVER_PREDICTED_NOTE = 'The precision of a class that was never predicted is given as 0.'

/** The beginning of a floating table: caption above, as A&A has it. */
export function tableHead(environment: 'table' | 'table*', caption: string, label: string): string[] {
  return [
    `\\begin{${environment}}`,
    `\\caption{${caption}}`,
    `\\label{${label}}`,
    '\\centering',
    '\\small',
    // room for the numbers above and below the line
    '\\renewcommand{\\arraystretch}{1.3}',
    '\\setlength{\\tabcolsep}{4pt}',
    // article leaves no room below a caption that stands above
    '\\smallskip',
  ]
}

/** A row of cells that are LaTeX already. */
export function latexRow(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`
}

/** A share with three decimals. */
export function latexShare(share: number): string {
  return share.toFixed(3)
}

/** `$0.941^{+0.012}_{-0.014}$`; rounding may take a bound beyond the value by a trifle. */
export function latexEstimate({ value, interval }: Estimate): string {
  if (interval === null) return latexShare(value)
  const above = latexShare(Math.max(0, interval.high - value))
  const below = latexShare(Math.max(0, value - interval.low))
  return `$${latexShare(value)}^{+${above}}_{-${below}}$`
}
