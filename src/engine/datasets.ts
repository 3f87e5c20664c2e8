// The chosen files and the data set in use: found, opened, scanned, and copied to where reading is fast.

import type { ColumnMapping } from '../core/column-roles.ts'
import type { DatasetReport, Discovery } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { KEPT_IN_MEMORY } from '../core/settings.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import type { CopyState, StoredCopy } from '../core/stored-copy.ts'
import { archiveDataset } from '../data/archive.ts'
import type { ScannedDataset, ScannedObjects } from '../data/assemble.ts'
import { stopIfAborted } from '../data/cancel.ts'
import type { Source } from '../data/chosen-files.ts'
import type { Dataset } from '../data/dataset.ts'
import {
  type CopiedDataset,
  copiedDataset,
  copyState,
  listCopies,
  makeCopy,
  removeCopy,
} from '../data/fast-copy.ts'
import { type FoundDatasets, findDatasets } from '../data/find-datasets.ts'
import { limitRows } from '../data/limit-rows.ts'
import { classMeans, readPosteriors } from '../data/look.ts'
import { objectColumns } from '../data/object-columns.ts'
import { openDataset, type ReadableDataset } from '../data/open.ts'
import type { Scratch } from '../data/scratch.ts'
import { simulatedDataset } from '../data/simulated.ts'
import type { ArrangedDataset } from '../data/split-dataset.ts'
import { removeLeftovers } from '../data/unpack.ts'
import type { Engine } from './types.ts'

const BYTES_PER_MEGABYTE = 1e6

/** The calls of an engine that need no device. */
export interface Datasets
  extends Pick<
    Engine,
    | 'open'
    | 'scan'
    | 'simulate'
    | 'preview'
    | 'prepare'
    | 'objects'
    | 'posteriors'
    | 'classMeans'
    | 'saveDataset'
    | 'copyState'
    | 'makeCopy'
    | 'removeCopy'
    | 'listCopies'
  > {
  discover(sources: readonly Source[], columns?: ColumnMapping, signal?: AbortSignal): Promise<Discovery>
  /** Keeps the first `count` rows of each split after a shuffle: the data set in use becomes a smaller one. */
  limitRows(count: number, seed: number): DatasetReport
  /** @throws StudioError `bad-input` where none is loaded, or its posteriors have not been read through */
  inUse(): Dataset
  /** points of the posteriors in use; `undefined` where none are */
  width(): number | undefined
}

/** @param openScratch the storage for what memory cannot hold; `null` where there is none */
export function createDatasets(openScratch: () => Promise<Scratch | null>): Datasets {
  let found: FoundDatasets | null = null
  let asked = 0
  let opened: ReadableDataset | null = null
  let scanned: ScannedObjects | null = null
  let original: ArrangedDataset | null = null
  /** the same, read from its copy */
  let copied: CopiedDataset | null = null
  /** a part of it for trials */
  let limited: Dataset | null = null
  let storage: Promise<Scratch | null> | null = null

  function scratch(): Promise<Scratch | null> {
    storage ??= openScratch()
      .then(async (opened) => {
        if (opened !== null) await removeLeftovers(opened).catch(() => {})
        return opened
      })
      // a storage that cannot be opened is none: files are read without it
      .catch(() => null)
    return storage
  }

  function inUse(): Dataset {
    const dataset = limited ?? copied ?? original
    if (dataset !== null) return dataset
    throw opened === null ? nothingLoaded() : notRead()
  }

  /** The objects and what became of them. */
  function known(): { scanned: ScannedObjects; dataset: ArrangedDataset } {
    if (scanned !== null && original !== null) return { scanned, dataset: original }
    throw opened === null ? nothingLoaded() : notRead()
  }

  async function putAway(): Promise<void> {
    // the copy lets go of the original, too
    const gone = copied ?? original
    opened = scanned = original = copied = limited = null
    await gone?.release?.()
  }

  /** Reads the copy of the data set in use from now on, if there is a whole one. */
  async function readCopy(): Promise<void> {
    const of = original
    if (of === null || copied !== null || !mayBeCopied(of)) return
    const storage = await scratch()
    const copy = storage === null ? null : await copiedDataset(storage, of)
    if (original === of && copied === null) copied = copy
    else await copy?.close()
  }

  async function take({ dataset, ...from }: ScannedDataset): Promise<DatasetReport> {
    scanned = from
    return use(dataset)
  }

  /** Uses an arrangement of the objects; parts and copies of another one are let go. */
  async function use(next: ArrangedDataset): Promise<DatasetReport> {
    const gone = copied
    copied = limited = null
    // at once: whoever calls later comes later
    original = next
    await gone?.close()
    // trouble with the storage does not stop anyone: the files are read
    await readCopy().catch(() => {})
    if (original !== next) throw replaced()
    return next.report
  }

  async function stateOfCopy(): Promise<CopyState | null> {
    const storage = await scratch()
    if (storage === null || original === null || !mayBeCopied(original)) return null
    return { ...(await copyState(storage, original)), inUse: copied !== null }
  }

  return {
    discover: async (sources, columns, signal) => {
      asked++
      const own = asked
      const result = await findDatasets(sources, columns)
      stopIfAborted(signal)
      // the files that were asked for last are those that will be opened
      if (own === asked) found = result
      return result.discovery
    },
    open: async (candidateId, target, options) => {
      const assignment = found?.assignments.get(candidateId)
      if (found === null || assignment === undefined) {
        throw new StudioError(
          'bad-input',
          `There is no data set ${candidateId}.`,
          'Choose the data folder again.',
        )
      }
      const next = await openDataset(assignment, found.files, { ...options, target: target ?? undefined })
      // whoever gave up has other data by now
      stopIfAborted(options?.signal)
      await putAway()
      stopIfAborted(options?.signal)
      opened = next
      return next.report
    },
    scan: async ({ keepMegabytes = KEPT_IN_MEMORY.usual, ...options } = {}) => {
      const reading = opened
      if (reading === null) return inUse().report
      const storage = await scratch()
      const cacheBytes = keepMegabytes * BYTES_PER_MEGABYTE
      const next = await reading.scan({ ...options, cacheBytes, scratch: storage })
      if (opened === reading) {
        const former = original
        const taken = take(next)
        await former?.release?.()
        return taken
      }
      // other data were opened meanwhile: they stay in use
      await next.dataset.release?.()
      throw replaced()
    },
    simulate: async (settings, options) => {
      const next = await simulatedDataset(settings, options)
      stopIfAborted(options?.signal)
      await putAway()
      return take(next)
    },
    preview: async (preparation, target) => {
      const data = scanned ?? opened
      if (data === null) throw nothingLoaded()
      return data.preview(preparation, target)
    },
    prepare: async (preparation, target) => {
      const { scanned } = known()
      return use(scanned.prepare(preparation, target))
    },
    objects: async () => {
      const { scanned, dataset } = known()
      const { zgrid } = dataset
      return {
        columns: objectColumns(scanned, dataset),
        zgrid: zgrid === null ? null : Float64Array.from(zgrid),
      }
    },
    posteriors: async (objects) => readPosteriors(known().scanned, objects),
    classMeans: async (options) => {
      const { scanned, dataset } = known()
      return classMeans(scanned, dataset, options)
    },
    limitRows: (count, seed) => {
      limited = limitRows(inUse(), count, seed)
      return limited.report
    },
    saveDataset: async (options) => archiveDataset(inUse(), { ...options, scratch: await scratch() }),
    copyState: stateOfCopy,
    makeCopy: async (options) => {
      const storage = await scratch()
      if (storage === null || original === null) {
        throw new StudioError(
          'bad-input',
          storage === null ? 'This browser has no storage for a copy.' : 'No data set is loaded.',
          'Training reads the chosen files instead.',
        )
      }
      const of = original
      await makeCopy(storage, of, options)
      await readCopy()
      const state = await stateOfCopy()
      if (original !== of || state === null) throw replaced()
      return state
    },
    removeCopy: async (fingerprint) => {
      const storage = await scratch()
      if (storage === null) return
      if (copied?.report.fingerprint === fingerprint) {
        const gone = copied
        copied = null
        await gone.close()
      }
      try {
        await removeCopy(storage, fingerprint)
      } catch (thrown) {
        await readCopy().catch(() => {})
        throw thrown
      }
    },
    listCopies: async (): Promise<readonly StoredCopy[]> => {
      const storage = await scratch()
      return storage === null ? [] : listCopies(storage)
    },
    inUse,
    width: () => original?.report.width,
  }
}

function nothingLoaded(): StudioError {
  return new StudioError(
    'bad-input',
    'No data set is loaded.',
    'Choose a data folder or load the sample data.',
  )
}

function notRead(): StudioError {
  return new StudioError(
    'bad-input',
    'The posteriors have not been read through yet.',
    'Wait for the end of the reading.',
  )
}

function replaced(): StudioError {
  return new StudioError('cancelled', 'Other data were opened.')
}

/** Whether a copy would help: rows in memory, or unpacked already, are as fast. */
function mayBeCopied({ splits, release }: Dataset): boolean {
  return release === undefined && SPLIT_NAMES.some((split) => splits[split].x.blockRows !== undefined)
}
