// Batches for training and evaluation. Rows of a window of batches are read sorted, neighbours in one piece, and the
// next window is read while the device works on this one.

import { StudioError } from '../core/errors.ts'
import type { InputId } from '../core/run.ts'
import type { SplitData } from './dataset.ts'
import { formatRows, plural } from './finding.ts'
import { WINDOW_BLOCKS } from './order.ts'
import { blockRowsOf } from './scan.ts'

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
  const { blockRows } = split.x
  const windowBatches =
    blockRows === undefined ? 1 : Math.max(1, Math.floor((blockRows * WINDOW_BLOCKS) / batchSize))
  const windowRows = windowBatches * batchSize
  let next = order.length > 0 ? readAhead(split, order, 0, windowRows, batchSize, input) : null
  for (let start = 0; next !== null; start += windowRows) {
    const ready: Batch[] = await next
    const following = start + windowRows
    next = following < order.length ? readAhead(split, order, following, windowRows, batchSize, input) : null
    yield* ready
  }
}

/** Starts to read a window. Its failure is reported when the window is awaited, and never if nobody comes for it. */
function readAhead(
  split: SplitData,
  order: Uint32Array,
  start: number,
  windowRows: number,
  batchSize: number,
  input: InputId,
): Promise<Batch[]> {
  const reading = readWindow(split, order.subarray(start, start + windowRows), batchSize, input)
  reading.catch(() => {})
  return reading
}

async function readWindow(
  split: SplitData,
  rows: Uint32Array,
  batchSize: number,
  input: InputId,
): Promise<Batch[]> {
  const { width } = split.x
  const made: Batch[] = []
  for (let start = 0; start < rows.length; start += batchSize) {
    const indices = rows.slice(start, start + batchSize)
    const labels = new Uint8Array(batchSize)
    indices.forEach((row, i) => {
      labels[i] = split.labels[row]!
    })
    made.push({ x: new Float32Array(batchSize * width), labels, rows: indices.length, indices })
  }
  await fillRows(split, rows, (position) => {
    const sample = position % batchSize
    return made[(position - sample) / batchSize]!.x.subarray(sample * width, (sample + 1) * width)
  })
  for (const batch of made) represent(batch, split, input)
  return made
}

/** Reads rows sorted, runs of neighbours at a time, and puts each where it belongs. */
async function fillRows(
  { x }: SplitData,
  rows: Uint32Array,
  place: (position: number) => Float32Array,
): Promise<void> {
  const { width } = x
  const positions = Uint32Array.from(rows, (_, i) => i).sort((a, b) => rows[a]! - rows[b]!)
  const longest = blockRowsOf(width)
  let scratch = new Float32Array(0)
  for (let from = 0; from < positions.length; ) {
    const first = rows[positions[from]!]!
    let to = from + 1
    while (to < positions.length && to - from < longest && rows[positions[to]!] === first + to - from) to++
    const count = to - from
    if (scratch.length < count * width) scratch = new Float32Array(count * width)
    await x.read(first, count, scratch)
    for (let i = 0; i < count; i++) {
      place(positions[from + i]!).set(scratch.subarray(i * width, (i + 1) * width))
    }
    from = to
  }
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
    'Train on logPDF, or complete column 6 of the attributes.',
  )
}

function nameOf(split: SplitData): string {
  return split.name ?? 'The data set'
}
