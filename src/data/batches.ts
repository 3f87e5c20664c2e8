// Batches for training and evaluation, in the input representation that a run asks for. The next one is made while the
// device works on this one.

import { StudioError } from '../core/errors.ts'
import type { InputId } from '../core/run.ts'
import { type BatchRows, readDirectly } from './batch-rows.ts'
import { readBlocks } from './block-reads.ts'
import type { SplitData } from './dataset.ts'
import { formatRows, plural } from './finding.ts'

/** Samples for one step. Arrays are the receiver's: they are not written again. */
export interface Batch {
  /** `[sample, z]`, row-major, `batchSize * width`; zero past `rows` */
  readonly x: Float32Array
  /** class index per sample, `batchSize`; zero past `rows` */
  readonly labels: Uint8Array
  /** samples that are real; the last batch may be short */
  readonly rows: number
  /** row number of each real sample in its split */
  readonly indices: Uint32Array
}

/**
 * Batches of a split in the given order, in the input representation that a run asks for.
 * @param order row numbers, as from `epochOrder`
 * @throws StudioError `bad-input` where exp() is not finite (rows named), or log-evidence is missing (rows named)
 */
export async function* batches(
  split: SplitData,
  order: Uint32Array,
  batchSize: number,
  input: InputId = 'logPDF',
): AsyncGenerator<Batch, void, void> {
  if (input === 'logVraisemblance') requireLogEvidence(split)
  const { x } = split
  const rows =
    x.blockRows === undefined
      ? readDirectly(x, order, batchSize)
      : readBlocks(x, x.blockRows, order, batchSize)

  /** Starts to make a batch. Its failure is reported when the batch is awaited, and never if nobody comes for it. */
  function makeAhead(start: number): Promise<Batch> | null {
    if (start >= order.length) return null
    const making = makeBatch(split, order.slice(start, start + batchSize), batchSize, rows, input)
    making.catch(() => {})
    return making
  }

  try {
    let next = makeAhead(0)
    for (let following = batchSize; next !== null; following += batchSize) {
      const ready: Batch = await next
      next = makeAhead(following)
      yield ready
    }
  } finally {
    rows.stop()
  }
}

async function makeBatch(
  split: SplitData,
  indices: Uint32Array,
  batchSize: number,
  rows: BatchRows,
  input: InputId,
): Promise<Batch> {
  const labels = new Uint8Array(batchSize)
  indices.forEach((row, i) => {
    labels[i] = split.labels[row]!
  })
  const batch = { x: new Float32Array(batchSize * split.x.width), labels, rows: indices.length, indices }
  await rows.fillNext(batch.x)
  represent(batch, split, input)
  return batch
}

function represent(batch: Batch, split: SplitData, input: InputId): void {
  const { x, rows, indices } = batch
  const { width } = split.x
  switch (input) {
    case 'logPDF':
      return
    case 'PDF': {
      const bad: number[] = []
      for (let sample = 0; sample < rows; sample++) {
        let finite = true
        for (let i = sample * width; i < (sample + 1) * width; i++) {
          x[i] = Math.exp(x[i]!)
          if (!Number.isFinite(x[i])) finite = false
        }
        if (!finite) bad.push(indices[sample]!)
      }
      if (bad.length > 0) throw overflow(split, bad)
      return
    }
    case 'logVraisemblance':
      for (let sample = 0; sample < rows; sample++) {
        const logEvidence = split.attributes![indices[sample]!]!.logEvidence!
        for (let i = sample * width; i < (sample + 1) * width; i++) x[i]! += logEvidence
      }
      return
    default:
      input satisfies never
  }
}

function overflow(split: SplitData, rows: number[]): StudioError {
  rows.sort((a, b) => a - b)
  return new StudioError(
    'bad-input',
    `${nameOf(split)}: exp() of the log posterior is not finite in ${formatRows(rows)}, so the input PDF cannot be made.`,
    'Train on logPDF, or correct these rows.',
  )
}

/**
 * Checks that a split can be given as log-likelihoods.
 * @throws StudioError `bad-input` where the log-evidence of a row is missing (rows named)
 */
export function requireLogEvidence(split: SplitData): void {
  if (split.attributes === null) {
    throw new StudioError(
      'bad-input',
      `${nameOf(split)} has no attributes, and the input logVraisemblance needs the log-evidence of each row.`,
      'Train on logPDF, or add attributes.npy.',
    )
  }
  const missing: number[] = []
  split.attributes.forEach(({ logEvidence }, row) => {
    if (logEvidence === null || !Number.isFinite(logEvidence)) missing.push(row)
  })
  if (missing.length === 0) return
  throw new StudioError(
    'bad-input',
    `${nameOf(split)}: ${plural(missing.length, 'object')} without a finite log-evidence (${formatRows(missing)}), which the input logVraisemblance needs.`,
    'Train on logPDF, or complete the log-evidence (column 6 of attributes.npy).',
  )
}

function nameOf(split: SplitData): string {
  return split.name ?? 'The data set'
}
