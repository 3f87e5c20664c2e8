// How cost grows, as tables.

import type { GrowthResult, GrowthStep } from './results.ts'
import { alignedText, columns, markdownTable, seconds, significant, type Table } from './text-table.ts'

/** An epoch of so many rows is written out; of any other number it costs as many times more or less. */
const EPOCH_ROWS = 10_000

/** As aligned text. */
export function growthText(growth: GrowthResult): string {
  const tables = growthTables(growth).flatMap((table) => ['', ...alignedText(table)])
  return [`How cost grows (Node, ${growth.adapter})`, ...tables].join('\n')
}

/**
 * As Markdown.
 * @param run date, machine and versions
 */
export function growthMarkdown(growth: GrowthResult, run: string): string {
  const tables = growthTables(growth).flatMap((table) => ['', ...markdownTable(table)])
  return [`${run} Node, ${growth.adapter}.`, ...tables].join('\n')
}

function growthTables({ steps, exponents }: GrowthResult): Table[] {
  return [
    {
      columns: columns(
        ['model', 'length', 'batch', 's per step', 'rows/s', `s per epoch of ${count(EPOCH_ROWS)} rows`],
        ['model'],
      ),
      lines: steps.map((step) => [step.model, count(step.length), String(step.batch), ...stepCells(step)]),
    },
    {
      columns: columns(['model', 'seconds grow with', 'to the power'], ['model', 'seconds grow with']),
      lines: exponents.map(({ model, of, exponent }) => [model, of, exponent.toFixed(2)]),
    },
  ]
}

function stepCells({ batch, measured }: GrowthStep): string[] {
  if (!('timing' in measured)) return [measured.skipped, '-', '-']
  const perRow = measured.timing.median / batch
  return [seconds(measured.timing), significant(1 / perRow), significant(EPOCH_ROWS * perRow)]
}

function count(value: number): string {
  return value.toLocaleString('en-GB')
}
