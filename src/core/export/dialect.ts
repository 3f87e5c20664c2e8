// How numbers and names stand in a paragraph: in plain text, and in LaTeX as A&A wants it. The words are the same.

import { formatInteger } from '../format.ts'
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
  }
}

/** For any editor. */
export const PLAIN: Dialect = {
  text: oneLine,
  quoted: (text) => `"${oneLine(text)}"`,
  quotedClass: (label) => `"${oneLine(label)}"`,
  integer: formatInteger,
  percent: (share) => `${percentDigits(share)}%`,
  scientific: (value) => value.toExponential(),
  formula: { logPosterior: 'ln p(z)', posterior: 'p(z) = exp(ln p(z))', decay: 'exp(-0.1)', f1: 'F1' },
}

/** For a paper. */
export const LATEX: Dialect = {
  text: escapeLatex,
  quoted: (text) => `\`\`${escapeLatex(text)}''`,
  quotedClass: (label) => `\`\`${latexName(label)}''`,
  integer: latexInteger,
  percent: (share) => `${percentDigits(share)}\\%`,
  scientific: (value) => latexScientific(value.toExponential()),
  formula: {
    logPosterior: '$\\ln p(z)$',
    posterior: '$p(z) = \\exp(\\ln p(z))$',
    decay: '$\\exp(-0.1)$',
    f1: '$F_1$',
  },
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

/** 0.15 as `15`, 0.125 as `12.5`, without the dust of float64. */
function percentDigits(share: number): string {
  return String(Number((100 * share).toPrecision(6)))
}
