// A small data set that tests write to archives and folders, and ways to take its files apart.

import type { DatasetReport } from '../core/dataset-report.ts'
import { plainPreparation, plainSummary } from '../core/preparation.ts'
import type { SplitName } from '../core/split-names.ts'
import type { Attributes } from '../core/targets.ts'
import { bySplit } from './by-split.ts'
import type { Dataset, RowReader, SplitData } from './dataset.ts'
import { SPLIT_LABELS } from './finding.ts'
import { flooredReader, memoryRows } from './row-reader.ts'
import {
  alternating,
  attributesOf,
  type Files,
  posteriors,
  ROWS,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'
import { datasetFiles } from './write-tree.ts'

/** What a test wants to be different. */
export interface SavedParts {
  readonly balance?: DatasetReport['balance']
  readonly zgrid?: Float64Array | null
  readonly attributes?: (rows: number, split: SplitName) => readonly Attributes[] | null
  readonly labels?: (rows: number, split: SplitName) => number[]
  readonly x?: (rows: number, split: SplitName) => RowReader
}

/** Log posteriors of a split, in which the first value of the second row is -inf. */
export function savedPosteriors(split: SplitName): Float32Array {
  const values = posteriors(ROWS[split], { train: 0, validation: 100, test: 200 }[split])
  values[WIDTH] = Number.NEGATIVE_INFINITY
  return values
}

/** A data set of DeltaZ that is balanced unless told otherwise, and whose readers have a floor. */
export function savedDataset(parts: SavedParts = {}): Dataset {
  const { balance = 'balanced', zgrid = zgridValues(), labels = alternating } = parts
  const { attributes = (rows: number) => attributesOf(rows), x = flooredPosteriors } = parts
  const splits = bySplit((split): SplitData => {
    const rows = ROWS[split]
    return {
      name: SPLIT_LABELS[split],
      fingerprint: split,
      x: x(rows, split),
      objects: Uint32Array.from({ length: rows }, (_, row) => row),
      labels: Uint8Array.from(labels(rows, split)),
      attributes: attributes(rows, split),
    }
  })
  return { report: reportOf(balance), splits, zgrid, floor: -50 }
}

function flooredPosteriors(_: number, split: SplitName): RowReader {
  return flooredReader(memoryRows(SPLIT_LABELS[split], savedPosteriors(split), WIDTH), -50, true)
}

function reportOf(balance: DatasetReport['balance']): DatasetReport {
  const classes = ['Deltaz<1e-3', 'Deltaz>=1e-3']
  const counts = bySplit((split) => [ROWS[split] / 2, ROWS[split] / 2])
  return {
    id: 'saved',
    name: 'Saved',
    layout: 'sample',
    target: 'DeltaZ',
    balance,
    classes,
    labels: classes,
    width: WIDTH,
    splits: bySplit((split) => ({
      rows: ROWS[split],
      width: WIDTH,
      type: '<f4',
      counts: counts[split],
      files: [],
      hasAttributes: true,
      attributes: [],
      nonFinite: { nan: 0, posInf: 0, negInf: 1 },
    })),
    zgrid: null,
    findings: [],
    shuffle: null,
    fingerprint: 'abc',
    sourceFingerprint: 'abc',
    preparation: plainPreparation('given'),
    planned: plainSummary(classes, classes, counts),
    choices: { given: true, fromAttributes: true, targets: ['DeltaZ'] },
  }
}

/** All files of a data set by path. */
export async function writtenFiles(dataset: Dataset): Promise<Files> {
  const files: Files = new Map()
  for (const { path, chunks } of datasetFiles(dataset)) {
    const parts: Uint8Array<ArrayBuffer>[] = []
    for await (const chunk of chunks) parts.push(chunk)
    files.set(path, new Uint8Array(await new Blob(parts).arrayBuffer()))
  }
  return files
}
