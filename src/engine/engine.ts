// The engine in-process: hands each job to the module that does it.

import { blobSources } from '../data/chosen-files.ts'
import type { KerasFixture } from '../data/keras-fixture.ts'
import type { Scratch } from '../data/scratch.ts'
import { cardOfRun } from './card.ts'
import { checkDevice } from './check-device.ts'
import { createDatasets, type Datasets } from './datasets.ts'
import { type DeviceEnvironment, describeDevice, largestBufferOf, openDevice } from './device.ts'
import { estimateSeconds } from './estimate.ts'
import { createNetworkCalls, type NetworkCalls } from './network-calls.ts'
import { planExpected, planRun } from './plan-run.ts'
import { encodeReportFile, makeArchive, readReportFiles } from './reports.ts'
import { dataFor } from './run-inputs.ts'
import { train } from './train.ts'
import { createTurns } from './turns.ts'
import type { Engine } from './types.ts'
import { warmUp } from './warm-up.ts'

/** The place where an engine runs. */
export interface EngineEnvironment extends DeviceEnvironment {
  /** milliseconds since 1970 */
  readonly now: () => number
  /** resolves after waiting messages were handled; must not be slowed down in hidden tabs */
  readonly yieldToEvents: () => Promise<void>
  /** storage for posteriors that are too large for memory; `null` where there is none */
  readonly openScratch: () => Promise<Scratch | null>
  /** the Keras fixtures that a device is checked with, one per model */
  readonly loadFixtures: () => Promise<readonly KerasFixture[]>
}

/** Points of data that are not known yet: those of the reference's own. */
const EXPECTED_LENGTH = 17_908

/** An engine over files that can be read by pieces, wherever they lie. */
export interface SourceEngine
  extends Omit<Engine, 'discover' | 'applyModel'>,
    Pick<Datasets, 'discover' | 'limitRows'>,
    Pick<NetworkCalls, 'applyModel' | 'trainedModel'> {}

/** An engine with no data, over the files that a browser hands out. */
export function createEngine(environment: EngineEnvironment): Engine {
  const engine = createSourceEngine(environment)
  return {
    ...engine,
    discover: (files, columns, signal) => engine.discover(blobSources(files), columns, signal),
    applyModel: (files, backend, options) => engine.applyModel(blobSources(files), backend, options),
  }
}

/** An engine with no data. */
export function createSourceEngine(environment: EngineEnvironment): SourceEngine {
  const { inUse: datasetInUse, width, ...datasets } = createDatasets(environment.openScratch)
  const turns = createTurns()
  const { use, forget, keepPredictions, letGo, ...networkCalls } = createNetworkCalls({
    environment,
    datasets: { inUse: datasetInUse, width },
    turns,
  })
  const { now, yieldToEvents } = environment

  return {
    ...datasets,
    ...networkCalls,
    describeDevice: () => describeDevice(environment),
    plan: async (settings) => {
      const data = dataFor(datasetInUse(), settings)
      return planRun(data, settings, await largestBufferOf(settings.backend, environment))
    },
    warmUp: (settings, length = EXPECTED_LENGTH) =>
      turns
        .run(async () => {
          letGo()
          const device = await openDevice(settings.backend, environment)
          const { webgpu } = await describeDevice(environment)
          await warmUp({
            settings,
            length,
            plan: planExpected(length, settings, device.largestBufferBytes),
            backend: device.backend,
            isSoftware: webgpu.fallback,
            yieldToEvents: environment.yieldToEvents,
          })
        })
        // nobody asked for it: what is wrong is said by the run, and to those who start one
        .catch(() => {}),
    estimate: (settings) =>
      turns.run(async () => {
        const data = dataFor(datasetInUse(), settings)
        const { report, splits } = data
        letGo()
        const device = await openDevice(settings.backend, environment)
        const passRows = () => planRun(data, settings, device.largestBufferBytes).microBatchSize
        const probe = () =>
          estimateSeconds({
            settings,
            length: report.width,
            classes: report.classes.length,
            rows: {
              train: splits.train.x.rows,
              validation: splits.validation.x.rows,
              test: splits.test.x.rows + (data.natural?.x.rows ?? 0),
            },
            ...(device.tune && { passRows: passRows() }),
            now: environment.now,
          })
        const seconds = await probe()
        // the probe has used the kernels of a run; with other variants of them it takes another time
        return (await device.tune?.(environment.now)) ? probe() : seconds
      }),
    checkDevice: (backend, options) =>
      turns.run(async () => {
        letGo()
        const device = await openDevice(backend, environment)
        return checkDevice(device, await environment.loadFixtures(), options?.onProgress)
      }),
    readReports: readReportFiles,
    encodeReport: encodeReportFile,
    makeArchive,
    train: async function* (settings, signals) {
      const data = dataFor(datasetInUse(), settings)
      const endTurn = await turns.take()
      try {
        letGo()
        const device = await openDevice(settings.backend, environment)
        const plan = planRun(data, settings, device.largestBufferBytes)
        // a run that cannot start leaves it
        forget()
        yield* train(settings, {
          dataset: data,
          device,
          plan,
          signals,
          keep: (weights, epoch) => use({ card: cardOfRun(data, settings, epoch, now()), weights }),
          predicted: (logits, control) => keepPredictions(logits, data, control),
          now,
          yieldToEvents,
        })
      } finally {
        endTurn()
      }
    },
  }
}
