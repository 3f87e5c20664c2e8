// How fast posteriors are read: opened, scanned, and as batches of an epoch, with nothing that trains. The same code in
// Node and in a worker.

import { SPLIT_NAMES } from '../../src/core/split-names.ts'
import { batches } from '../../src/data/batches.ts'
import type { Dataset } from '../../src/data/dataset.ts'
import { copiedDataset, copyState, makeCopy, removeCopy } from '../../src/data/fast-copy.ts'
import { findDatasets } from '../../src/data/find-datasets.ts'
import { openDataset } from '../../src/data/open.ts'
import { epochOrder, shuffleBlocks } from '../../src/data/order.ts'
import { BLOCK_BYTES } from '../../src/data/scan.ts'
import type { Scratch } from '../../src/data/scratch.ts'
import type { ByteSource } from '../../src/formats/source.ts'

/** What one data set took; seconds. */
export interface ReadingFigures {
  readonly rows: number
  readonly points: number
  /** bytes of the files that hold posteriors */
  readonly bytes: number
  /** from the choice of files to class counts */
  readonly open: number
  /** every value once */
  readonly scan: number
  /** rows per second if their bytes were read and nothing done with them: what the others are held against */
  readonly streamRows: number
  /** rows per second of TRAIN's batches in the order of an epoch */
  readonly epochRows: number
  /** rows of that epoch that were read before time was up */
  readonly epochRead: number
  /** a fast copy; `null` where all rows are in memory */
  readonly copy: CopyFigures | null
  readonly classes: readonly (readonly number[])[]
}

/** What a fast copy took, and gives. */
export interface CopyFigures {
  readonly seconds: number
  readonly bytes: number
  readonly epochRows: number
}

/** How reading is measured. */
export interface ReadingOptions {
  /** memory for rows that are kept */
  readonly cacheBytes: number
  readonly scratch: Scratch | null
  /** longest time for the epoch */
  readonly epochSeconds: number
}

const BATCH_SIZE = 128
const STREAM_SECONDS = 5

/** Reads the only data set among the files. */
export async function measureReading(
  sources: readonly ByteSource[],
  { cacheBytes, scratch, epochSeconds }: ReadingOptions,
): Promise<ReadingFigures> {
  const started = performance.now()
  const since = (start: number) => (performance.now() - start) / 1000
  const { assignments, files, discovery } = await findDatasets(sources)
  const [assignment] = assignments.values()
  if (assignment === undefined) throw new Error(discovery.findings.map(({ message }) => message).join(' '))
  const opened = await openDataset(assignment, files)
  const open = since(started)
  const streamRows = (await streamBytes(sources)) / (4 * opened.report.width)
  const scanStarted = performance.now()
  const { dataset } = await opened.scan({ cacheBytes, scratch })
  const scan = since(scanStarted)
  const epoch = await readEpoch(dataset, epochSeconds)
  const copy = scratch === null ? null : await readCopy(scratch, dataset, epochSeconds)
  await dataset.release?.()
  const splits = SPLIT_NAMES.map((split) => opened.report.splits[split])
  return {
    rows: splits.reduce((sum, { rows }) => sum + rows, 0),
    points: opened.report.width,
    bytes: sources.reduce((sum, { byteLength }) => sum + byteLength, 0),
    open,
    scan,
    streamRows,
    epochRows: epoch.rows / epoch.seconds,
    epochRead: epoch.rows,
    copy,
    classes: splits.map(({ counts }) => counts),
  }
}

/** Bytes per second of the largest file, read in pieces from its start. */
async function streamBytes(sources: readonly ByteSource[]): Promise<number> {
  const largest = sources.reduce((a, b) => (b.byteLength > a.byteLength ? b : a))
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  let done = 0
  while (done < largest.byteLength && seconds() < STREAM_SECONDS) {
    const end = Math.min(largest.byteLength, done + BLOCK_BYTES)
    done += (await largest.slice(done, end)).length
  }
  return done / seconds()
}

/** Batches of TRAIN in the order of an epoch, until time is up. */
async function readEpoch({ splits: { train } }: Dataset, mostSeconds: number) {
  const order = epochOrder(train.x.rows, { seed: 1, epoch: 1, ...shuffleBlocks(train.x) })
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  let rows = 0
  for await (const batch of batches(train, order, BATCH_SIZE)) {
    rows += batch.rows
    if (seconds() > mostSeconds) break
  }
  return { rows, seconds: seconds() }
}

async function readCopy(
  scratch: Scratch,
  dataset: Dataset,
  mostSeconds: number,
): Promise<CopyFigures | null> {
  if (dataset.release !== undefined || dataset.splits.train.x.blockRows === undefined) return null
  const started = performance.now()
  await makeCopy(scratch, dataset)
  const seconds = (performance.now() - started) / 1000
  const { totalBytes } = await copyState(scratch, dataset)
  const copied = await copiedDataset(scratch, dataset)
  if (copied === null) throw new Error('The copy is not complete')
  const epoch = await readEpoch(copied, mostSeconds)
  await copied.close()
  await removeCopy(scratch, dataset.report.fingerprint)
  return { seconds, bytes: totalBytes, epochRows: epoch.rows / epoch.seconds }
}
