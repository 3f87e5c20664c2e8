// What the network in use says of every row of a data set, as the page gets it.

import { StudioError } from '../core/errors.ts'
import { formatInteger } from '../core/format.ts'
import { isComplete, type ModelCard } from '../core/model-card.ts'
import { PREDICTED_SPLITS, type RunPredictions, type SplitPredictions } from '../core/predictions.ts'
import { type EvaluatedSplit, STEP_NAMES } from '../core/run.ts'
import type { FittedControl } from '../data/control.ts'
import type { Dataset, SplitData } from '../data/dataset.ts'
import { redshiftInput } from '../data/redshift.ts'
import type { Device } from './device.ts'
import { forward } from './evaluate.ts'
import type { OpenNetwork } from './network-in-use.ts'
import { rowsForNetwork } from './network-rows.ts'
import type { SplitLogits } from './train-context.ts'
import type { CallOptions, PassProgress } from './types.ts'

/** Puts logits beside the rows that they belong to; splits without logits are left out. */
export function describePredictions(
  card: ModelCard,
  dataset: Dataset,
  logits: SplitLogits,
  control: FittedControl | null,
): RunPredictions {
  const splits = PREDICTED_SPLITS.flatMap((split): SplitPredictions[] => {
    const data = dataOf(dataset, split)
    const of = logits.get(split)
    if (data === null || of === undefined) return []
    return [
      {
        split,
        fingerprint: data.fingerprint,
        rows: data.x.rows,
        objects: Uint32Array.from(data.objects),
        labels: Uint8Array.from(data.labels),
        redshift: redshifts(data),
        logits: of,
        control: control === null || split === 'train' ? null : control.logits[split],
      },
    ]
  })
  return { card, fingerprint: dataset.report.fingerprint, splits, control: control?.fit ?? null }
}

/** Whether there are logits of every split. */
export function isWhole(logits: SplitLogits, dataset: Dataset): boolean {
  return PREDICTED_SPLITS.every((split) => dataOf(dataset, split) === null || logits.has(split))
}

/** z_est of each row; NaN where it is not known. */
function redshifts({ attributes, x }: SplitData): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: x.rows }, (_, row) => attributes?.[row]?.redshift ?? Number.NaN)
}

/** @throws StudioError `bad-input` for imported weights of which nobody has said what they take and give */
export function requireComplete(card: ModelCard): void {
  if (isComplete(card)) return
  throw new StudioError(
    'bad-input',
    'It is not known which classes the network tells apart, and what it takes.',
    'Say so under "Apply", or train a network.',
  )
}

/**
 * Checks that a network can be asked about a data set.
 * @throws StudioError `bad-input` with what the network wants and what the data have
 */
export function requireFit(card: ModelCard, { report }: Dataset): void {
  requireComplete(card)
  if (card.length !== report.width) {
    throw new StudioError(
      'bad-input',
      `The network takes posteriors of ${formatInteger(card.length)} points, and ${report.name} has ${formatInteger(report.width)}.`,
      'Load data on the same grid, or train a network on these.',
    )
  }
  const sameClasses =
    card.classes.length === report.classes.length &&
    card.classes.every((name, i) => name === report.classes[i])
  if (!sameClasses) {
    throw new StudioError(
      'bad-input',
      `The network tells ${card.classes.join(', ')} apart, and the classes of ${report.name} are ${report.classes.join(', ')}.`,
      'Choose the same target for the data, or train a network on these.',
    )
  }
}

/**
 * Logits of all rows of all splits, those that decide first.
 * @throws StudioError as `forward` and `redshiftInput` do
 */
export async function predictDataset(
  { model: { card }, network, microBatchSize }: OpenNetwork,
  dataset: Dataset,
  device: Device,
  {
    signal,
    onProgress,
    ...environment
  }: {
    readonly signal: CallOptions['signal'] | undefined
    readonly onProgress: CallOptions<PassProgress>['onProgress'] | undefined
    readonly now: () => number
    readonly yieldToEvents: () => Promise<void>
  },
): Promise<SplitLogits> {
  const all = PREDICTED_SPLITS.flatMap((split) => {
    const data = dataOf(dataset, split)
    return data === null ? [] : [{ split, data }]
  })
  const total = all.reduce((sum, { data }) => sum + data.x.rows, 0)
  const logits = new Map<EvaluatedSplit, Float32Array<ArrayBuffer>>()
  let before = 0
  for (const { split, data } of all) {
    const name = STEP_NAMES[split]
    const redshift = network.description.needsRedshift
      ? redshiftInput(data, card.redshift, dataset.zgrid)
      : null
    const done = await forward(
      network,
      rowsForNetwork(data, card, dataset),
      card.input ?? 'logPDF',
      redshift,
      {
        ...environment,
        device,
        microBatchSize,
        name,
        signal,
        onRows: (rows) => onProgress?.({ name, done: before + rows, total }),
      },
    )
    logits.set(split, done)
    before += data.x.rows
  }
  return logits
}

function dataOf({ splits, natural }: Dataset, split: EvaluatedSplit): SplitData | null {
  return split === 'natural' ? (natural ?? null) : splits[split]
}
