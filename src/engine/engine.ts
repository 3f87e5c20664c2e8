// The engine in-process: keeps the chosen files and the data set in use, and hands each job to the module that does it.

import type { DatasetReport } from '../core/dataset-report.ts'
import { StudioError } from '../core/errors.ts'
import { describeModel } from '../core/models.ts'
import { planTraining, type TrainingPlan } from '../core/plan.ts'
import type { RunSettings } from '../core/run.ts'
import { archiveDataset } from '../data/archive.ts'
import { chosenSources } from '../data/chosen-files.ts'
import type { Dataset } from '../data/dataset.ts'
import { type DatasetAssignment, discover } from '../data/discover.ts'
import { openDataset } from '../data/open.ts'
import { readerBytes } from '../data/row-reader.ts'
import { simulatedDataset } from '../data/simulated.ts'
import { type DeviceEnvironment, describeDevice, openDevice } from './device.ts'
import { train } from './train.ts'
import type { Engine } from './types.ts'

/** The place where an engine runs. */
export interface EngineEnvironment extends DeviceEnvironment {
  /** milliseconds since 1970 */
  readonly now: () => number
  /** resolves after waiting messages were handled; must not be slowed down in hidden tabs */
  readonly yieldToEvents: () => Promise<void>
}

/** Bytes for weights and activations: a wasm heap ends at 2 GB, and GPUs of laptops have little more to spare. */
const MEMORY_BUDGET = 1.5e9
/** Bytes of posteriors that stay in memory; larger data are read again each epoch. */
const CACHE_BYTES = 600e6

/** An engine with no data. */
export function createEngine(environment: EngineEnvironment): Engine {
  let sources: ReturnType<typeof chosenSources> = new Map()
  let assignments: ReadonlyMap<string, DatasetAssignment> = new Map()
  let dataset: Dataset | null = null

  function datasetInUse(): Dataset {
    if (dataset === null) {
      throw new StudioError(
        'bad-input',
        'No data set is loaded.',
        'Choose a data folder or load the sample data.',
      )
    }
    return dataset
  }

  function use(next: Dataset): DatasetReport {
    dataset = next
    return next.report
  }

  return {
    describeDevice: () => describeDevice(environment),
    discover: async (files) => {
      sources = chosenSources(files)
      const names = files.map(({ path, file }) => ({ path, byteLength: file.size }))
      const { discovery, assignments: found } = discover(names)
      assignments = found
      return discovery
    },
    open: async (candidateId, target, options) => {
      const assignment = assignments.get(candidateId)
      if (assignment === undefined) {
        throw new StudioError(
          'bad-input',
          `There is no data set ${candidateId}.`,
          'Choose the data folder again.',
        )
      }
      return use(
        await openDataset(assignment, (path) => sources.get(path)!, {
          ...options,
          target: target ?? undefined,
          cacheBytes: CACHE_BYTES,
        }),
      )
    },
    simulate: async (settings, options) => use(await simulatedDataset(settings, options)),
    saveDataset: (options) => archiveDataset(datasetInUse(), options),
    plan: async (settings) => planRun(datasetInUse(), settings),
    train: async function* (settings, signals) {
      const data = datasetInUse()
      const device = await openDevice(settings.backend, environment)
      const plan = planRun(data, settings)
      const { now, yieldToEvents } = environment
      yield* train(settings, { dataset: data, device, plan, signals, now, yieldToEvents })
    },
  }
}

function planRun({ report, splits }: Dataset, settings: RunSettings): TrainingPlan {
  const bytes = Object.values(splits).reduce((total, { x }) => total + readerBytes(x), 0)
  const dataBytes = Math.min(bytes, CACHE_BYTES)
  return planTraining({
    description: describeModel(settings.model, report.width, report.classes.length),
    batchSize: settings.batchSize,
    trainRows: splits.train.x.rows,
    memoryBudget: MEMORY_BUDGET + dataBytes,
    dataBytes,
  })
}
