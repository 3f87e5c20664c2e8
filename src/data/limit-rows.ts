// A small part of a data set, for trials and tests: the same part for the same seed.

import type { SplitReport } from '../core/dataset-report.ts'
import { createRng } from '../core/rng.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import { bySplit } from './by-split.ts'
import type { Dataset, RowReader, SplitData } from './dataset.ts'
import { finding, plural } from './finding.ts'
import { hashText } from './hash.ts'
import { naturalOrder } from './order.ts'

/**
 * The first `count` rows of each split after a shuffle by the seed; labels and attributes go along. Chosen rows keep the
 * order of the file, so that reading stays sequential. Splits that are no longer than `count` stay whole.
 * @param count at least 1
 */
export function limitRows(dataset: Dataset, count: number, seed: number): Dataset {
  const { report } = dataset
  const chosen = bySplit((split) => chooseRows(split, dataset.splits[split].x.rows, count, seed))
  const splits = bySplit((split) => takeRows(dataset.splits[split], chosen[split]))
  const natural =
    dataset.natural && takeRows(dataset.natural, chooseRows('natural', dataset.natural.x.rows, count, seed))
  const isWhole = SPLIT_NAMES.every((split) => splits[split] === dataset.splits[split])
  if (isWhole && natural === dataset.natural) return dataset
  const message = `Only ${plural(count, 'row')} of each split at most, drawn by seed ${seed}: results say little about the whole.`
  return {
    ...dataset,
    splits,
    ...(natural !== undefined && { natural }),
    report: {
      ...report,
      splits: bySplit((split) => limitReport(report.splits[split], splits[split])),
      shuffle: null,
      findings: [...report.findings, finding('warning', 'rows-limited', message, { counts: { count } })],
      fingerprint: fingerprint(
        report.fingerprint,
        SPLIT_NAMES.map((split) => chosen[split]),
      ),
    },
  }
}

function chooseRows(split: SplitName | 'natural', rows: number, count: number, seed: number): Uint32Array {
  const order = naturalOrder(rows)
  if (rows <= count) return order
  createRng(seed, `rows of ${split}`).shuffle(order)
  return order.slice(0, count).sort()
}

function takeRows(split: SplitData, rows: Uint32Array): SplitData {
  if (rows.length === split.x.rows) return split
  const { attributes } = split
  return {
    ...split,
    fingerprint: fingerprint(split.fingerprint, [rows]),
    x: chosenReader(split.x, rows),
    objects: rows.map((row) => split.objects[row]!),
    labels: Uint8Array.from(rows, (row) => split.labels[row]!),
    attributes: attributes === null ? null : Array.from(rows, (row) => attributes[row]!),
  }
}

/** Consecutive rows are read together; the reader below may be slow at single ones. */
function chosenReader(reader: RowReader, chosen: Uint32Array): RowReader {
  const { width } = reader
  return {
    rows: chosen.length,
    width,
    read: async (start, count, out) => {
      for (let i = 0; i < count; ) {
        const first = chosen[start + i]!
        let length = 1
        while (i + length < count && chosen[start + i + length] === first + length) length++
        await reader.read(first, length, out.subarray(i * width, (i + length) * width))
        i += length
      }
    },
  }
}

function limitReport(report: SplitReport, { x, labels }: SplitData): SplitReport {
  const counts = report.counts.map(() => 0)
  for (const label of labels) if (label < counts.length) counts[label]!++
  return { ...report, rows: x.rows, counts }
}

/** Data that differ in the chosen rows differ in their fingerprint. */
function fingerprint(whole: string, chosen: readonly Uint32Array[]): string {
  return hashText(
    [...whole].map((letter) => letter.codePointAt(0)!).concat(...chosen.map((rows) => [...rows])),
  )
}
