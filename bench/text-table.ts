// A table as aligned text or as Markdown, and how its numbers are written.

import type { Timing } from './timing.ts'

export interface Table {
  readonly columns: readonly Column[]
  /** as many cells as there are columns */
  readonly lines: readonly (readonly string[])[]
}

export interface Column {
  readonly name: string
  /** words begin at the left, numbers end at the right */
  readonly align: 'left' | 'right'
}

/** Columns by name; the named ones hold words. */
export function columns(names: readonly string[], words: readonly string[]): Column[] {
  return names.map((name) => ({ name, align: words.includes(name) ? 'left' : 'right' }))
}

/** The table without columns that have nothing to say in any line. */
export function withoutEmptyColumns({ columns, lines }: Table): Table {
  const filled = columns.map((_, i) => lines.some((cells) => cells[i] !== '' && cells[i] !== '-'))
  return {
    columns: columns.filter((_, i) => filled[i]),
    lines: lines.map((cells) => cells.filter((_, i) => filled[i])),
  }
}

/** A line of text for the head and for each line of the table. */
export function alignedText({ columns, lines }: Table): string[] {
  const all = [columns.map(({ name }) => name), ...lines]
  const widths = columns.map((_, i) => Math.max(...all.map((cells) => cells[i]!.length)))
  return all.map((cells) =>
    columns
      .map(({ align }, i) =>
        align === 'left' ? cells[i]!.padEnd(widths[i]!) : cells[i]!.padStart(widths[i]!),
      )
      .join('  ')
      .trimEnd(),
  )
}

/** The lines of a table in Markdown. */
export function markdownTable({ columns, lines }: Table): string[] {
  return [
    columns.map(({ name }) => name),
    columns.map(({ align }) => (align === 'left' ? '---' : '---:')),
    ...lines,
  ].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
}

/** A median that is so many times the minimum says more about the machine than about the case. */
const UNSTEADY = 1.3

/** The median; `~` marks one that lies far above the minimum, as on a busy machine. */
export function seconds({ median, min }: Timing): string {
  const value = median >= 0.001 ? significant(median) : `${(median * 1e6).toFixed(0)} us`
  return median > UNSTEADY * min ? `~${value}` : value
}

/** Three digits, or all before the point. */
export function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
