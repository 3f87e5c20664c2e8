// Results as tables for papers and notes have them, put together by the journeys' own arithmetic.

import { accuracyOf, classScores, classShares, type Matrix, type Share, wilson } from './own-scores.ts'

/** Rows of LaTeX for the classes of a matrix. */
export function latexRows(labels: readonly string[], matrix: Matrix): string[] {
  const scores = classScores(matrix)
  return classShares(matrix).map(({ precision, recall }, i) => {
    const { f1, support } = scores[i]!
    return `${[labels[i], latexShare(precision), latexShare(recall), f1.toFixed(3), support].join(' & ')} \\\\`
  })
}

/** `$0.941^{+0.012}_{-0.014}$` */
export function latexShare(share: Share): string {
  if (share.total === 0) return '0.000'
  const value = share.hits / share.total
  const [below, above] = wilson(share).map((bound) => Math.abs(bound - value).toFixed(3))
  return `$${value.toFixed(3)}^{+${above}}_{-${below}}$`
}

/** Rows of a matrix in LaTeX: counts, and percent of the row. */
export function latexMatrix(labels: readonly string[], matrix: Matrix): string[] {
  return matrix.map((row, i) => {
    const cells = row.map((count) => `${count} (${percent(count, row).toFixed(1)}\\%)`)
    return `${[labels[i], ...cells].join(' & ')} \\\\`
  })
}

/** Rows of Markdown for the classes, then those of the matrix, and the line of the accuracy. */
export function markdownLines(labels: readonly string[], matrix: Matrix): string[] {
  const scores = classScores(matrix)
  const all = accuracyOf(matrix)
  const [low, high] = wilson(all).map((bound) => `${(100 * bound).toFixed(2)}%`)
  return [
    `Accuracy ${((100 * all.hits) / all.total).toFixed(2)}% [${low}, ${high}] on ${all.total} objects. Brackets hold Wilson's 95% interval.`,
    ...classShares(matrix).map(({ precision, recall }, i) => {
      const { f1, support } = scores[i]!
      return `| ${[labels[i], markdownShare(precision), markdownShare(recall), f1.toFixed(3), support].join(' | ')} |`
    }),
    ...matrix.map((row, i) => {
      const cells = row.map((count) => `${count} (${percent(count, row).toFixed(2)}%)`)
      return `| ${[labels[i], ...cells].join(' | ')} |`
    }),
  ]
}

/** Tables of Markdown as lines of lines: a table ends where a line has no bar at its start. */
export function markdownTables(text: string): string[][] {
  return text
    .split(/\n(?!\|)/)
    .map((block) => block.split('\n').filter((line) => line.startsWith('|')))
    .filter((lines) => lines.length > 0)
}

function markdownShare(share: Share): string {
  if (share.total === 0) return '0.000'
  const [low, high] = wilson(share).map((bound) => Math.abs(bound).toFixed(3))
  return `${(share.hits / share.total).toFixed(3)} [${low}, ${high}]`
}

function percent(count: number, row: readonly number[]): number {
  return (100 * count) / row.reduce((sum, each) => sum + each, 0)
}
