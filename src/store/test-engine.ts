// An engine for tests of the store: nothing happens until the test answers, so that late answers can be told.

import type { AppliedPredictions } from '../core/applied.ts'
import type { ClassMean } from '../core/class-means.ts'
import type { DatasetReport, Discovery } from '../core/dataset-report.ts'
import type { FigureRenderer } from '../core/figure/request.ts'
import type { ModelCard } from '../core/model-card.ts'
import type { LoadedObjects } from '../core/objects.ts'
import type { TrainingPlan } from '../core/plan.ts'
import type { RunPredictions } from '../core/predictions.ts'
import type { PlanSummary } from '../core/preparation.ts'
import { changedReflags, type KeptReflag, type ReflagStore } from '../core/reflags.ts'
import type { RunEvent, RunSettings } from '../core/run.ts'
import { patchRun, type RunLibrary, type RunRecord } from '../core/run-record.ts'
import type { Saliency } from '../core/saliency.ts'
import type { CopyState, StoredCopy } from '../core/stored-copy.ts'
import type { DeviceCheck, DeviceReport, Engine, ReportReading, TrainSignals } from '../engine/types.ts'
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
  readonly loadModel: Pending<Parameters<Engine['loadModel']>, ModelCard>[]
  readonly completeModel: Pending<Parameters<Engine['completeModel']>, ModelCard>[]
  readonly saveModel: Pending<Parameters<Engine['saveModel']>, Blob>[]
  readonly predictions: Pending<Parameters<Engine['predictions']>, RunPredictions>[]
  readonly saliency: Pending<Parameters<Engine['saliency']>, Saliency>[]
  readonly applyModel: Pending<Parameters<Engine['applyModel']>, AppliedPredictions>[]
  readonly encodeApplied: Pending<Parameters<Engine['encodeApplied']>, Blob>[]
  readonly readReports: Pending<Parameters<Engine['readReports']>, readonly ReportReading[]>[]
  readonly encodeReport: Pending<Parameters<Engine['encodeReport']>, Uint8Array<ArrayBuffer>>[]
  readonly makeArchive: Pending<Parameters<Engine['makeArchive']>, Blob>[]
  readonly train: FakeRun[]
  /** of the renderer of figures */
  readonly render: Pending<Parameters<FigureRenderer['render']>, Blob>[]
}

/** Where a test finds what was kept, and makes that fail. */
export interface FakeLibrary extends RunLibrary {
  readonly kept: Map<string, RunRecord>
  /** what was asked for, for example `add a` or `update a note` */
  readonly log: readonly string[]
  /** what each call rejects with; `null` to let them succeed */
  failWith: Error | null
  /** what `load` tells of runs that cannot be understood */
  unread: number
}

/** What a test of the store works with. */
export interface TestStudio {
  readonly studio: Studio
  readonly actions: StudioActions
  readonly calls: FakeCalls
  readonly downloads: readonly { readonly fileName: string; readonly contents: Blob }[]
  readonly library: FakeLibrary
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

/**
 * A studio in its initial state over a fake engine; ids of new runs are `run-1`, `run-2` ...
 * @param kept runs of earlier visits
 */
export function testStudio(
  environment: Pick<Studio, 'persist'> &
    Partial<Pick<Studio, 'library' | 'choices' | 'newId' | 'reflags'>> = {},
  kept: readonly RunRecord[] = [],
): TestStudio {
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
    loadModel: [],
    completeModel: [],
    saveModel: [],
    predictions: [],
    saliency: [],
    applyModel: [],
    encodeApplied: [],
    readReports: [],
    encodeReport: [],
    makeArchive: [],
    train: [],
    render: [],
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
    modelInUse: async () => null,
    loadModel: (...args) => waitFor(calls.loadModel, args),
    completeModel: (...args) => waitFor(calls.completeModel, args),
    saveModel: (...args) => waitFor(calls.saveModel, args),
    predictions: (...args) => waitFor(calls.predictions, args),
    saliency: (...args) => waitFor(calls.saliency, args),
    applyModel: (...args) => waitFor(calls.applyModel, args),
    encodeApplied: (...args) => waitFor(calls.encodeApplied, args),
    readReports: (...args) => waitFor(calls.readReports, args),
    encodeReport: (...args) => waitFor(calls.encodeReport, args),
    makeArchive: (...args) => waitFor(calls.makeArchive, args),
    train: (settings, signals) => fakeRun(calls.train, settings, signals),
  }
  let now = NOW
  const wait = (seconds: number) => {
    now += 1000 * seconds
  }
  const library = fakeLibrary(kept)
  let ids = 0
  const studio = createStudio({
    engine,
    download: (fileName, contents) => downloads.push({ fileName, contents }),
    library,
    choices: { load: () => null, keep: () => {} },
    figures: { render: (...args) => waitFor(calls.render, args) },
    reflags: fakeReflags(),
    newId: () => `run-${++ids}`,
    now: () => now,
    ...environment,
  })
  return { studio, actions: bindActions(studio), calls, downloads, library, wait }
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

/** Keeps new labels as long as the test lasts. */
function fakeReflags(): ReflagStore {
  const kept = new Map<string, readonly KeptReflag[]>()
  return {
    load: async (fingerprint) => kept.get(fingerprint) ?? [],
    keep: async (fingerprint, change) => {
      kept.set(fingerprint, changedReflags(kept.get(fingerprint) ?? [], change))
    },
  }
}

/** Keeps runs as long as the test lasts; each call is answered in a later turn, as a database does. */
function fakeLibrary(records: readonly RunRecord[]): FakeLibrary {
  const kept = new Map(records.map((record) => [record.id, record]))
  const log: string[] = []
  const answer = async <Result>(work: () => Result): Promise<Result> => {
    await Promise.resolve()
    if (library.failWith !== null) throw library.failWith
    return work()
  }
  const library: FakeLibrary = {
    kept,
    log,
    failWith: null,
    unread: 0,
    load: (ids) =>
      answer(() => ({
        records: [...kept.values()].filter(({ id }) => ids?.includes(id) ?? true),
        unread: library.unread,
      })),
    add: (record) => {
      log.push(`add ${record.id}`)
      return answer(() => {
        const isNew = !kept.has(record.id)
        if (isNew) kept.set(record.id, record)
        return isNew
      })
    },
    update: (id, patch) => {
      log.push(`update ${id} ${Object.keys(patch).join(' ')}`)
      return answer(() => {
        const record = kept.get(id)
        if (record !== undefined) kept.set(id, patchRun(record, patch))
        return record !== undefined
      })
    },
    remove: (id) => {
      log.push(`remove ${id}`)
      return answer(() => void kept.delete(id))
    },
    // nobody else is there
    onChange: () => {},
  }
  return library
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
