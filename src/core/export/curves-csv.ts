// The curves of a run as a table for any program.

import type { RunHistory } from '../run.ts'
import { epochsIn } from '../run-view.ts'
import { csvFile, csvLine } from './csv.ts'

/** Columns, with the names of the report. */
const COLUMNS = [
  ['acc', 'acc'],
  ['val_acc', 'valAcc'],
  ['loss', 'loss'],
  ['val_loss', 'valLoss'],
  ['lr', 'lr'],
] as const satisfies readonly (readonly [string, keyof RunHistory])[]

/** One line per epoch (from 1) under `epoch,acc,val_acc,loss,val_loss,lr`; a value that is missing or not finite is empty. */
export function curvesCsv(history: RunHistory): string {
  const header = csvLine(['epoch', ...COLUMNS.map(([name]) => name)])
  const lines = Array.from({ length: epochsIn(history) }, (_, i) =>
    csvLine([i + 1, ...COLUMNS.map(([, key]) => history[key][i] ?? null)]),
  )
  return csvFile([header, ...lines])
}
