// Settings and data of a run as sections of Markdown.

import { appliedSettings, isStratified } from '../applied-settings.ts'
import { formatInteger } from '../format.ts'
import { DROP_REASONS } from '../preparation.ts'
import type { PartialMeta } from '../report.ts'
import type { RunView } from '../run-view.ts'
import { SPLIT_NAMES } from '../split-names.ts'
import { escapeMarkdown, markdownTable } from './markdown.ts'

/** What a person chose before the run, as far as it is known; `[]` where nothing is. */
export function settingsSection(meta: PartialMeta | null): string[] {
  if (meta === null) return []
  const applied = appliedSettings(meta)
  const rows: readonly (readonly [string, string | number | null])[] = [
    ['Model', meta.model],
    ['Target', meta.target],
    ['Input', meta.input],
    ['Estimated redshift as', applied.redshift === false ? null : meta.redshift],
    ['Optimiser', meta.optimizer],
    ['Learning rate', meta.schedule],
    ['Epochs at most', meta.epochs],
    ['Early stopping after', meta.patience === null ? null : `${formatInteger(meta.patience)} epochs`],
    ['Batch size', meta.batchSize],
    ['Samples per pass', meta.microBatchSize],
    ['Dropout', applied.dropout === false ? null : meta.dropout],
    ['Class weights', meta.classWeights],
    ['Seed', meta.seed === null ? null : String(meta.seed)],
  ]
  const known = rows.flatMap(([name, value]) =>
    value === null ? [] : [[name, typeof value === 'number' ? numberText(value) : escapeMarkdown(value)]],
  )
  return known.length === 0 ? [] : ['## Settings', markdownTable(['Setting', 'Value'], known, 2)]
}

/** Name, fingerprint, counts, and how objects became splits. */
export function dataSection(meta: PartialMeta | null, { labels, natural }: RunView): string[] {
  const dataset = meta?.dataset ?? null
  if (dataset === null) return []
  const rows = [
    ...SPLIT_NAMES.map((name) => countsRow(name, dataset.counts[name])),
    ...(natural === null ? [] : [countsRow('natural test', natural.counts)]),
  ]
  return [
    '## Data',
    `${escapeMarkdown(dataset.name)}, fingerprint ${escapeMarkdown(dataset.fingerprint)}.`,
    markdownTable(['Objects', ...labels.map(escapeMarkdown), 'All'], rows),
    ...preparationList(meta),
  ]
}

function countsRow(name: string, counts: readonly number[]): string[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return [name, ...counts.map(formatInteger), formatInteger(total)]
}

/** One item per step, in one block. */
function preparationList(meta: PartialMeta | null): string[] {
  const preparation = meta?.preparation ?? null
  if (meta === null || preparation === null) return []
  const { splits, testFraction, validationFraction, seed, balancing, deltaZThreshold } = preparation
  const drawn = `drawn with seed ${seed}: test ${testFraction}, validation ${validationFraction} of the rest${isStratified(preparation) ? ', stratified' : ''}`
  const dropped = DROP_REASONS.flatMap((reason) => {
    const rows = preparation.dropped[reason] ?? 0
    return rows === 0 ? [] : [`${reason} ${formatInteger(rows)}`]
  })
  const items = [
    `Splits: ${splits === 'given' ? 'as given' : drawn}`,
    `Balancing: ${balancing}${balancing === 'none' ? '' : `, ${formatInteger(preparation.undersampled)} objects left out`}`,
    ...(appliedSettings(meta).deltaZThreshold === false ? [] : [`Threshold on DeltaZ: ${deltaZThreshold}`]),
    `Rows left out: ${dropped.length === 0 ? 'none' : dropped.join(', ')}`,
  ]
  return [items.map((item) => `* ${item}`).join('\n')]
}

function numberText(value: number): string {
  return Number.isInteger(value) ? formatInteger(value) : String(value)
}
