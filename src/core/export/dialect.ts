// How numbers and names stand in a paragraph: in plain text, and in LaTeX as A&A wants it. The words are the same.

import { formatInteger } from '../format.ts'
import { DECAY_PER_EPOCH } from '../schedule.ts'
import { exponentText, oneLine } from '../text.ts'
import { escapeLatex, latexInteger, latexName, latexScientific } from './latex.ts'

/** A way of writing. Words between these pieces hold no character that means something to LaTeX. */
export interface Dialect {
  /** names from files */
  text(text: string): string
  quoted(text: string): string
  /** the same of a class */
  quotedClass(label: string): string
  integer(value: number): string
  /** a share, 0 to 1, as percent with the digits that it needs: `15%` */
  percent(share: number): string
  /** a power of ten and the like: 1e-4, 2.5e-3 */
  scientific(value: number): string
  readonly formula: {
    readonly logPosterior: string
    readonly posterior: string
    readonly decay: string
    readonly f1: string
    readonly deltaZ: string
    readonly absoluteDeltaZ: string
  }
}

/** For any editor. */
export const PLAIN: Dialect = {
  text: oneLine,
  quoted: (text) => `"${oneLine(text)}"`,
  quotedClass: (label) => `"${oneLine(label)}"`,
  integer: formatInteger,
  percent: (share) => `${percentDigits(share)}%`,
  scientific: exponentText,
  formula: {
    logPosterior: 'ln p(z)',
    posterior: 'p(z) = exp(ln p(z))',
    decay: `exp(-${DECAY_PER_EPOCH})`,
    f1: 'F1',
    deltaZ: 'DeltaZ',
    absoluteDeltaZ: 'abs(DeltaZ)',
  },
}

/** For a paper. */
export const LATEX: Dialect = {
  text: escapeLatex,
  quoted: (text) => `\`\`${escapeLatex(text)}''`,
  quotedClass: (label) => `\`\`${latexName(label)}''`,
  integer: latexInteger,
  percent: (share) => `${percentDigits(share)}\\%`,
  scientific: (value) => latexScientific(exponentText(value)),
  formula: {
    logPosterior: '$\\ln p(z)$',
    posterior: '$p(z) = \\exp(\\ln p(z))$',
    decay: `$\\exp(-${DECAY_PER_EPOCH})$`,
    f1: '$F_1$',
    deltaZ: '$\\Delta z$',
    absoluteDeltaZ: '$|\\Delta z|$',
  },
}

/** 0.15 as `15`, 0.125 as `12.5`, without the dust of float64. */
function percentDigits(share: number): string {
  return String(Number((100 * share).toPrecision(6)))
}
