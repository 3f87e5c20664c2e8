// A data set of arrays in memory: the simulated sample, and tests. It gets the same scan, checks and report as files.

import type { Balance } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import type { Attributes, TargetId } from '../core/targets.ts'
import { givenByParts } from './arrange.ts'
import { prepareDataset, type ScannedDataset } from './assemble.ts'
import type { ProgressOptions } from './cancel.ts'
import { SPLIT_LABELS } from './finding.ts'
import type { Part } from './part.ts'
import { poolOf } from './pool.ts'
import { memoryRows } from './row-reader.ts'
import type { ArrangedDataset } from './split-dataset.ts'

/** One split in memory. */
export interface MemorySplit {
  /** `[row, z]`, row-major log posteriors; not copied */
  readonly posteriors: Float32Array
  /** class index per row */
  readonly labels: Uint8Array
  readonly attributes: readonly Attributes[] | null
}

/** A data set in memory. */
export interface MemoryDataset {
  readonly name: string
  readonly target: TargetId
  readonly balance?: Balance | null
  /** points per row */
  readonly width: number
  readonly splits: Readonly<Record<SplitName, MemorySplit>>
  readonly zgrid: Float64Array | null
}

/** A data set from arrays, scanned, checked, and taken as it is. */
export async function memoryDataset(
  source: MemoryDataset,
  options: ProgressOptions = {},
): Promise<ArrangedDataset> {
  return (await scanMemory(source, options)).dataset
}

/**
 * Scans and checks arrays.
 * @throws StudioError `bad-input` where the lengths of the arrays do not fit together, `cancelled` on abort
 */
export async function scanMemory(
  source: MemoryDataset,
  { signal, onProgress }: ProgressOptions = {},
): Promise<ScannedDataset> {
  const { name, target, balance = null, width, splits, zgrid } = source
  for (const split of SPLIT_NAMES) requireLengths(SPLIT_LABELS[split], width, splits[split])
  if (zgrid !== null && zgrid.length !== width) {
    throw new StudioError('bad-input', `zgrid has ${zgrid.length} points, but the posteriors have ${width}.`)
  }
  const total = SPLIT_NAMES.reduce((sum, split) => sum + splits[split].posteriors.byteLength, 0)
  let done = 0
  const pool = poolOf(SPLIT_NAMES.map((split) => memoryPart(split, width, splits[split])))
  const prepared = prepareDataset(
    {
      id: 'memory',
      nameFor: () => name,
      layout: 'sample',
      balance,
      pool,
      given: givenByParts(pool),
      zgrid: zgrid === null ? null : { file: 'zgrid', values: zgrid },
      findings: [],
      aboutTarget: () => null,
    },
    target,
  )
  return prepared.scan({
    signal,
    onBytes: (file, bytes) => {
      done += bytes
      onProgress?.({ phase: 'scan', file, done, total })
    },
  })
}

function requireLengths(name: string, width: number, { posteriors, labels, attributes }: MemorySplit): void {
  const rows = labels.length
  if (posteriors.length !== rows * width || (attributes !== null && attributes.length !== rows)) {
    const table = attributes === null ? '' : ` and ${attributes.length} rows of attributes`
    throw new StudioError(
      'bad-input',
      `${name}: ${posteriors.length} values of posteriors for ${rows} labels at ${width} points${table}.`,
    )
  }
}

function memoryPart(split: SplitName, width: number, { posteriors, labels, attributes }: MemorySplit): Part {
  const name = SPLIT_LABELS[split]
  const rows = labels.length
  return {
    holds: split,
    x: memoryRows(name, posteriors, width),
    type: '<f4',
    stored: { file: name, rows, form: 'index', values: Float64Array.from(labels) },
    labelFile: name,
    attributes,
    attributeFile: attributes === null ? '' : name,
    files: [{ path: name, bytes: posteriors.byteLength, rows, width, type: '<f4' }],
  }
}
