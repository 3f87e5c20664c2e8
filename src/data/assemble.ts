// Makes a data set of its parts, wherever they come from: labels and attributes are checked at once, posteriors are scanned
// when they are asked for, and any preparation of the same objects costs no further reading.

import type { DatasetReport, Finding } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { type PlanSummary, type Preparation, plainPreparation } from '../core/preparation.ts'
import type { TargetId } from '../core/targets.ts'
import { type Arrangement, createArranger, type DatasetSource } from './arrange.ts'
import { describeDataset } from './describe-dataset.ts'
import type { Part } from './part.ts'
import { type Pool, poolOf } from './pool.ts'
import { noNaturalTest, sentencesOf } from './prepared-findings.ts'
import { type RawRows, type RowStats, type ScanOptions, scanRows } from './scan.ts'
import { factsOf, type ScanFacts } from './scan-facts.ts'
import type { Scratch } from './scratch.ts'
import { type ArrangedDataset, splitDataset } from './split-dataset.ts'
import { type KeptRows, keepRows } from './unpack.ts'

/** How posteriors are scanned and kept. */
export interface AssembleOptions extends Pick<ScanOptions, 'signal'> {
  /** memory for rows that are kept after their first use, TRAIN first, then VALID and TEST; less where not all fit */
  readonly cacheBytes?: number | undefined
  readonly onBytes?: ((file: string, bytes: number) => void) | undefined
  /** for compressed posteriors that do not fit into that memory; without it they are refused */
  readonly scratch?: Scratch | null | undefined
  /** the report is all that is wanted: nothing is kept for reading again */
  readonly reportOnly?: boolean | undefined
}

/** What a preparation of the objects would come to. */
export interface Preparable {
  /**
   * Counts a preparation without applying it.
   * @param target where the attributes give the classes; that of the report otherwise
   * @throws StudioError `bad-input` where the labels cannot be those of the target
   */
  preview(preparation: Preparation, target?: TargetId): PlanSummary
}

/** A data set whose labels and attributes are known; its posteriors have not been read. */
export interface OpenedDataset extends Preparable {
  /** without non-finite values, leaks and fingerprint */
  readonly report: DatasetReport
  /**
   * Reads every posterior once. What blocks training is in the report's findings; only unreadable bytes throw.
   * @throws StudioError `cancelled` when `signal` aborts
   */
  scan(options?: AssembleOptions): Promise<ScannedDataset>
}

/** A data set whose posteriors have been read once. */
export interface ScannedDataset extends Preparable {
  readonly source: DatasetSource
  readonly facts: ScanFacts
  /** rows of a part as they are read from now on */
  readonly rowsOf: (part: Part) => RawRows
  /** prepared plainly: as given, or as `load_dataset` draws splits */
  readonly dataset: ArrangedDataset
  /** The same objects, prepared in another way; nothing is read. */
  prepare(preparation: Preparation, target?: TargetId): ArrangedDataset
}

/** The same without its first arrangement, which would keep rows in memory beside those of a later one. */
export type ScannedObjects = Omit<ScannedDataset, 'dataset'>

/** Checks all that can be checked without posteriors. */
export function prepareDataset(source: DatasetSource, target: TargetId): OpenedDataset {
  const arrange = createArranger(source)
  const arrangement = arrange(target, plainPreparation(source.given === null ? 'drawn' : 'given'), null)
  return {
    report: describeDataset(source, arrangement, null),
    preview: (preparation, other = target) => arrange(other, preparation, null).summary,
    scan: (options = {}) => scanDataset(source, arrange, arrangement, options),
  }
}

async function scanDataset(
  opened: DatasetSource,
  arrangeOpened: ReturnType<typeof createArranger>,
  { target, preparation: plain }: Arrangement,
  options: AssembleOptions,
): Promise<ScannedDataset> {
  let budget = budgetFor(opened.pool, options.cacheBytes ?? 0)
  const stats = new Map<Part, RowStats>()
  const rows = new Map<Part, RawRows>()
  const kept: KeptRows[] = []
  const release = async () => {
    await Promise.allSettled(kept.map((each) => each.discard()))
  }

  async function scanPart(part: Part): Promise<void> {
    const { x } = part
    const keeping =
      x.forward && !options.reportOnly
        ? await keepRows(x, { memoryBytes: budget, scratch: options.scratch ?? null })
        : null
    try {
      const onBytes = (bytes: number) => options.onBytes?.(x.name, bytes)
      stats.set(part, await scanRows(keeping ?? x, { onBytes, signal: options.signal }))
      rows.set(part, (await keeping?.finish()) ?? x)
    } catch (thrown) {
      await Promise.allSettled([keeping?.discard()])
      throw thrown
    }
    if (keeping !== null) kept.push(keeping)
    if (keeping?.inMemory) budget -= 4 * x.rows * x.width
  }

  let source = opened
  try {
    for (const { part } of opened.pool.parts) {
      try {
        await scanPart(part)
      } catch (thrown) {
        // what is wrong with rows that are only tested on stops nobody
        if (part.holds !== 'natural' || !isBadInput(thrown)) throw thrown
        source = withoutNatural(opened, noNaturalTest(sentencesOf(thrown), part.x.name))
      }
    }
  } catch (thrown) {
    await release()
    throw thrown
  }
  const { pool } = source
  const arrange = source === opened ? arrangeOpened : createArranger(source)
  const held = kept.some(({ inMemory }) => !inMemory)
  const rowsOf = (part: Part): RawRows => rows.get(part)!
  const facts = factsOf(pool, (part) => stats.get(part)!)
  const prepare = (preparation: Preparation, other = target): ArrangedDataset => {
    const arrangement = arrange(other, preparation, facts)
    const report = describeDataset(source, arrangement, facts)
    return splitDataset(source, arrangement, report, {
      facts,
      rowsOf,
      budget,
      release: held ? release : undefined,
    })
  }
  return {
    source,
    facts,
    rowsOf,
    dataset: prepare(plain),
    prepare,
    preview: (preparation, other = target) => arrange(other, preparation, facts).summary,
  }
}

function isBadInput(thrown: unknown): thrown is StudioError {
  return thrown instanceof StudioError && thrown.code === 'bad-input'
}

function withoutNatural(source: DatasetSource, why: Finding): DatasetSource {
  const parts = source.pool.parts.map(({ part }) => part).filter(({ holds }) => holds !== 'natural')
  return { ...source, pool: poolOf(parts), findings: [...source.findings, why] }
}

/**
 * Memory that data larger than their budget leave to the network and to what is read ahead: with the reference's grid, page
 * and worker then stay below 1.5 GB.
 */
const ROOM_BESIDE_LARGE_DATA = 600e6

/** Bytes of rows to keep. A part of data that are read again anyway gains little, so it comes after everything else. */
function budgetFor({ parts }: Pool, cacheBytes: number): number {
  // of rows at natural prevalence only few are read, and once
  const trained = parts.filter(({ part }) => part.holds !== 'natural')
  const bytes = trained.reduce((sum, { part: { x } }) => sum + 4 * x.rows * x.width, 0)
  return bytes <= cacheBytes ? cacheBytes : Math.max(0, cacheBytes - ROOM_BESIDE_LARGE_DATA)
}
