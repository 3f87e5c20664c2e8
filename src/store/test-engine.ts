// An engine for tests of the store: nothing happens until the test answers, so that late answers can be told.

import type { ClassMean } from '../core/class-means.ts'
import type { DatasetReport, Discovery } from '../core/dataset-report.ts'
import type { LoadedObjects } from '../core/objects.ts'
import type { TrainingPlan } from '../core/plan.ts'
import type { PlanSummary } from '../core/preparation.ts'
import type { RunEvent, RunSettings } from '../core/run.ts'
import type { CopyState, StoredCopy } from '../core/stored-copy.ts'
import type { DeviceCheck, DeviceReport, Engine, TrainSignals } from '../engine/types.ts'
import { bindActions } from './actions.ts'
import type { StudioActions } from './actions-type.ts'
import { createStudio, type Studio } from './studio.ts'

/** A call that waits for its answer. */
export interface Pending<Args extends readonly unknown[], Result> {
  readonly args: Args
  readonly resolve: (result: Result) => Promise<void>
  readonly reject: (error: Error) => Promise<void>
}

/** A run whose events the test gives. */
export interface FakeRun {
  readonly settings: RunSettings
  readonly signals: TrainSignals
  readonly emit: (...events: readonly RunEvent[]) => Promise<void>
  readonly end: () => Promise<void>
  readonly fail: (error: Error) => Promise<void>
}

/** All calls so far, by name. */
export interface FakeCalls {
  readonly discover: Pending<Parameters<Engine['discover']>, Discovery>[]
  readonly open: Pending<Parameters<Engine['open']>, DatasetReport>[]
  readonly scan: Pending<Parameters<Engine['scan']>, DatasetReport>[]
  readonly preview: Pending<Parameters<Engine['preview']>, PlanSummary>[]
  readonly prepare: Pending<Parameters<Engine['prepare']>, DatasetReport>[]
  readonly objects: Pending<Parameters<Engine['objects']>, LoadedObjects>[]
  readonly posteriors: Pending<Parameters<Engine['posteriors']>, Float32Array<ArrayBuffer>>[]
  readonly classMeans: Pending<Parameters<Engine['classMeans']>, readonly ClassMean[]>[]
  readonly copyState: Pending<Parameters<Engine['copyState']>, CopyState | null>[]
  readonly makeCopy: Pending<Parameters<Engine['makeCopy']>, CopyState>[]
  readonly removeCopy: Pending<Parameters<Engine['removeCopy']>, void>[]
  readonly listCopies: Pending<Parameters<Engine['listCopies']>, readonly StoredCopy[]>[]
  readonly simulate: Pending<Parameters<Engine['simulate']>, DatasetReport>[]
  readonly saveDataset: Pending<Parameters<Engine['saveDataset']>, Blob>[]
  readonly plan: Pending<Parameters<Engine['plan']>, TrainingPlan>[]
  readonly warmUp: Pending<Parameters<Engine['warmUp']>, void>[]
  readonly estimate: Pending<Parameters<Engine['estimate']>, number>[]
  readonly checkDevice: Pending<Parameters<Engine['checkDevice']>, DeviceCheck>[]
  readonly train: FakeRun[]
}

/** What a test of the store works with. */
export interface TestStudio {
  readonly studio: Studio
  readonly actions: StudioActions
  readonly calls: FakeCalls
  readonly downloads: readonly { readonly fileName: string; readonly contents: Blob }[]
  /** lets the clock go on */
  readonly wait: (seconds: number) => void
}

/** The moment that the studio takes for now until a test waits: 2026-11-22, 23:30 UTC. */
export const NOW = Date.UTC(2026, 10, 22, 23, 30)

/** A CPU with two threads and no GPU. */
export const DEVICE: DeviceReport = {
  webgpu: { available: false, fallback: false, adapter: '' },
  wasm: { threads: 2, simd: true, isolated: true },
  preferred: 'wasm',
  reason: 'This browser offers no GPU to web pages.',
}

/** A studio in its initial state over a fake engine. */
export function testStudio(environment: Pick<Studio, 'persist'> = {}): TestStudio {
  const calls: FakeCalls = {
    discover: [],
    open: [],
    scan: [],
    preview: [],
    prepare: [],
    objects: [],
    posteriors: [],
    classMeans: [],
    copyState: [],
    makeCopy: [],
    removeCopy: [],
    listCopies: [],
    simulate: [],
    saveDataset: [],
    plan: [],
    warmUp: [],
    estimate: [],
    checkDevice: [],
    train: [],
  }
  const downloads: { fileName: string; contents: Blob }[] = []
  const engine: Engine = {
    describeDevice: async () => DEVICE,
    discover: (...args) => waitFor(calls.discover, args),
    open: (...args) => waitFor(calls.open, args),
    scan: (...args) => waitFor(calls.scan, args),
    preview: (...args) => waitFor(calls.preview, args),
    prepare: (...args) => waitFor(calls.prepare, args),
    objects: (...args) => waitFor(calls.objects, args),
    posteriors: (...args) => waitFor(calls.posteriors, args),
    classMeans: (...args) => waitFor(calls.classMeans, args),
    copyState: (...args) => waitFor(calls.copyState, args),
    makeCopy: (...args) => waitFor(calls.makeCopy, args),
    removeCopy: (...args) => waitFor(calls.removeCopy, args),
    listCopies: (...args) => waitFor(calls.listCopies, args),
    simulate: (...args) => waitFor(calls.simulate, args),
    saveDataset: (...args) => waitFor(calls.saveDataset, args),
    plan: (...args) => waitFor(calls.plan, args),
    warmUp: (...args) => waitFor(calls.warmUp, args),
    estimate: (...args) => waitFor(calls.estimate, args),
    checkDevice: (...args) => waitFor(calls.checkDevice, args),
    keptWeights: async () => null,
    train: (settings, signals) => fakeRun(calls.train, settings, signals),
  }
  let now = NOW
  const wait = (seconds: number) => {
    now += 1000 * seconds
  }
  const studio = createStudio({
    engine,
    download: (fileName, contents) => downloads.push({ fileName, contents }),
    now: () => now,
    ...environment,
  })
  return { studio, actions: bindActions(studio), calls, downloads, wait }
}

/** A studio with these data in use, as if they were a sample, and their plan; what it asks for besides waits. */
export async function studioWith(report: DatasetReport, plan: TrainingPlan): Promise<TestStudio> {
  const page = testStudio()
  void page.actions.loadSample()
  await page.calls.simulate[0]!.resolve(report)
  await page.calls.plan[0]!.resolve(plan)
  return page
}

/** Answers the first opening and the scan that follows. */
export async function readThrough({ open, scan }: FakeCalls, report: DatasetReport): Promise<void> {
  await open[0]!.resolve({ ...report, fingerprint: '' })
  await scan[0]!.resolve(report)
}

/** Resolves when everything that follows from the last answer has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

function waitFor<Args extends readonly unknown[], Result>(
  calls: Pending<Args, Result>[],
  args: Args,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    calls.push({
      args,
      resolve: (result) => {
        resolve(result)
        return settled()
      },
      reject: (error) => {
        reject(error)
        return settled()
      },
    })
  })
}

async function* fakeRun(
  runs: FakeRun[],
  settings: RunSettings,
  signals: TrainSignals,
): AsyncGenerator<RunEvent, void, void> {
  const steps: (RunEvent | Error | 'end')[] = []
  let wake = () => {}
  const give = (...given: typeof steps): Promise<void> => {
    steps.push(...given)
    wake()
    return settled()
  }
  runs.push({ settings, signals, emit: give, end: () => give('end'), fail: give })
  while (true) {
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      if (step === 'end') return
      if (step instanceof Error) throw step
      yield step
    }
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}
