// A data set of arrays in memory: the simulated sample, and tests. It gets the same scan, checks and report as files.

import { type Balance, SPLIT_NAMES, type SplitName } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import type { Attributes, TargetId } from '../core/targets.ts'
import { type Part, prepareDataset } from './assemble.ts'
import type { ProgressOptions } from './cancel.ts'
import type { Dataset } from './dataset.ts'
import { SPLIT_LABELS } from './finding.ts'
import { memoryRows } from './row-reader.ts'

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

/**
 * Builds a data set, scanned and checked, from arrays.
 * @throws StudioError `bad-input` where the lengths of the arrays do not fit together, `cancelled` on abort
 */
export async function memoryDataset(
  source: MemoryDataset,
  { signal, onProgress }: ProgressOptions = {},
): Promise<Dataset> {
  const { name, target, balance = null, width, splits, zgrid } = source
  for (const split of SPLIT_NAMES) requireLengths(SPLIT_LABELS[split], width, splits[split])
  if (zgrid !== null && zgrid.length !== width) {
    throw new StudioError('bad-input', `zgrid has ${zgrid.length} points, but the posteriors have ${width}.`)
  }
  const total = SPLIT_NAMES.reduce((sum, split) => sum + splits[split].posteriors.byteLength, 0)
  let done = 0
  const part = (split: SplitName) => ({ part: memoryPart(split, width, splits[split]), rows: null })
  const prepared = prepareDataset({
    id: 'memory',
    name,
    layout: 'sample',
    target,
    balance,
    splits: { train: part('train'), validation: part('validation'), test: part('test') },
    zgrid: zgrid === null ? null : { file: 'zgrid', values: zgrid },
    findings: [],
  })
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
    split,
    x: memoryRows(name, posteriors, width),
    type: '<f4',
    labels,
    labelFile: name,
    namedLabels: false,
    attributes,
    attributeFile: attributes === null ? '' : name,
    files: [{ path: name, bytes: posteriors.byteLength, rows, width, type: '<f4' }],
  }
}
