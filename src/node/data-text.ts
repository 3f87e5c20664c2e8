// The data report as lines of text, from the same object as its JSON.

import { formatInteger } from '../core/format.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { DatasetSummary, FolderSummary } from './folder-summary.ts'

/** Lines for a person: data sets with their splits and class counts, the grid, what was found. */
export function dataText({ datasets, zgrid, findings, ignored }: FolderSummary): string[] {
  return [
    ...datasets.flatMap(datasetLines),
    ...(zgrid === undefined
      ? []
      : [
          `zgrid ${zgrid.file}: ${formatInteger(zgrid.points)} points from ${zgrid.first} to ${zgrid.last}, spacing ${zgrid.spacing}`,
        ]),
    ...(ignored.length > 0 ? [`ignored: ${formatInteger(ignored.length)} files`] : []),
    ...findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
  ]
}

function datasetLines({ id, name, classes, splits }: DatasetSummary): string[] {
  return [
    `${name} (${id})`,
    ...SPLIT_NAMES.map((split) => {
      const { rows, width, type, counts } = splits[split]
      const perClass = classes.map((title, i) => `${title} ${formatInteger(counts[i] ?? 0)}`).join(', ')
      return `  ${split.padEnd(10)} ${formatInteger(rows)} x ${formatInteger(width)} ${type}: ${perClass}`
    }),
  ]
}
