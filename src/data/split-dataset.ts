// The data set of an arrangement: readers of the chosen rows, with their labels and attributes, wherever the rows lie.

import type { DatasetReport } from '../core/dataset-report.ts'
import { SPLIT_NAMES, type SplitName } from '../core/split-names.ts'
import type { Arrangement, DatasetSource } from './arrange.ts'
import { bySplit } from './by-split.ts'
import { chosenRows } from './chosen-rows.ts'
import type { Dataset, SplitData } from './dataset.ts'
import { formatList } from './finding.ts'
import { chooseFloor } from './floor.ts'
import { hashText } from './hash.ts'
import { shuffleBlocks } from './order.ts'
import type { Part } from './part.ts'
import { partAt, partsHolding, poolRows, rowsWithin } from './pool.ts'
import { cachedReader, flooredReader, readerBytes } from './row-reader.ts'
import type { RawRows } from './scan.ts'
import type { ScanFacts } from './scan-facts.ts'
import { summariseSplits } from './summarise-splits.ts'

/** A data set and the arrangement that it was made by. */
export interface ArrangedDataset extends Dataset {
  readonly arrangement: Arrangement
}

/** What readers are made of. */
export interface SplitContext {
  readonly facts: ScanFacts
  readonly rowsOf: (part: Part) => RawRows
  /** bytes of rows that may stay in memory */
  readonly budget: number
  readonly release?: (() => Promise<void>) | undefined
}

/** Makes the data set. `report` lacks what depends on its rows: order of training and fingerprint. */
export function splitDataset(
  source: DatasetSource,
  arrangement: Arrangement,
  report: DatasetReport,
  { facts, rowsOf, budget, release }: SplitContext,
): ArrangedDataset {
  const { pool } = source
  const { plan, labelled } = arrangement
  const summaries = summariseSplits(pool, plan.rows, facts)
  const floor = chooseFloor(summaries).value
  // the natural test, and posteriors that the network sees later, may hold -inf where no split does
  const lowest = Number.isFinite(summaries.train.lowest) ? summaries.train.lowest : null
  let left = budget

  function splitOf(rows: Uint32Array, floor: number | null, split?: SplitName): SplitData {
    const holding = partsHolding(pool, rows, split)
    const [only] = holding
    const single = holding.length === 1
    const raw = single ? rowsOf(only!.part) : poolRows(pool, rowsOf)
    const chosen = single ? rowsWithin(only!, rows) : rows
    const reader = flooredReader(chosen === null ? raw : chosenRows(raw, chosen), floor, raw.quick)
    const x = cachedReader(reader, left)
    if (x !== reader) left -= Math.min(left, readerBytes(x))
    const known = holding.some(({ part }) => part.attributes !== null)
    return {
      name: formatList(holding.map(({ part }) => part.x.name)),
      fingerprint: hashText([x.width, ...rowWords(rows, arrangement, facts)]),
      x,
      objects: rows,
      labels: Uint8Array.from(rows, (row) => labelled.labels[row]!),
      attributes: known ? attributesOf(rows) : null,
    }
  }

  function attributesOf(rows: Uint32Array) {
    return Array.from(rows, (row) => {
      const { part, from } = partAt(pool, row)
      return part.attributes?.[row - from] ?? UNKNOWN
    })
  }

  const splits = bySplit((split) => splitOf(plan.rows[split], floor, split))
  const natural = plan.natural === null ? null : splitOf(plan.natural, lowest)
  return {
    report: {
      ...report,
      shuffle: splits.train.x.blockRows === undefined ? null : shuffleBlocks(splits.train.x),
      fingerprint: fingerprint(source, arrangement, facts),
    },
    splits,
    ...(natural !== null && { natural }),
    zgrid: source.zgrid?.values ?? null,
    floor: lowest,
    ...(release !== undefined && { release }),
    arrangement,
  }
}

const UNKNOWN = { redshift: null, deltaZ: null, status: null, logEvidence: null, flag: null }

/** Labels, then hashes of the posteriors. */
function* rowWords(
  rows: Uint32Array,
  { labelled }: Arrangement,
  { hashes }: ScanFacts,
): Generator<number, void, void> {
  for (const row of rows) yield labelled.labels[row]!
  for (const row of rows) {
    yield hashes[2 * row]!
    yield hashes[2 * row + 1]!
  }
}

/** Equal shapes, labels and rows give equal fingerprints, whatever the files' types and names are. */
function fingerprint({ pool }: DatasetSource, arrangement: Arrangement, facts: ScanFacts): string {
  const words: number[] = []
  const width = pool.parts[0]!.part.x.width
  for (const split of SPLIT_NAMES) {
    const rows = arrangement.plan.rows[split]
    words.push(rows.length, width)
    for (const word of rowWords(rows, arrangement, facts)) words.push(word)
  }
  return hashText(words)
}
