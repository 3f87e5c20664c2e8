// The worker: an engine behind the protocol.

import type { RunEvent } from '../core/run.ts'
import { createEngine } from '../engine/engine.ts'
import { browserEnvironment } from './browser-environment.ts'
import { coalesce } from './coalesce.ts'
import type { Port } from './port.ts'
import { serve } from './serve.ts'

const PROGRESS_INTERVAL = 100
const now = () => performance.now()

function isTransient(event: RunEvent): boolean {
  return event.type === 'batchEnded' || event.type === 'evaluationAdvanced'
}

const engine = createEngine(browserEnvironment())

function progress<Event>(emit: (event: Event) => void): (event: Event) => void {
  return coalesce(emit, { isTransient: () => true, interval: PROGRESS_INTERVAL, now })
}

serve(self as unknown as Port, {
  describeDevice: () => engine.describeDevice(),
  discover: ([files, columns], { stop }) => engine.discover(files, columns, stop),
  open: ([id, target], { stop, emit }) =>
    engine.open(id, target, { signal: stop, onProgress: progress(emit) }),
  scan: ([keepMegabytes], { stop, emit }) =>
    engine.scan({
      signal: stop,
      onProgress: progress(emit),
      ...(keepMegabytes !== undefined && { keepMegabytes }),
    }),
  preview: ([preparation, target]) => engine.preview(preparation, target),
  prepare: ([preparation, target]) => engine.prepare(preparation, target),
  objects: () => engine.objects(),
  posteriors: ([objects]) => engine.posteriors(objects),
  classMeans: (_, { stop, emit }) => engine.classMeans({ signal: stop, onProgress: progress(emit) }),
  copyState: () => engine.copyState(),
  makeCopy: (_, { stop, emit }) => engine.makeCopy({ signal: stop, onProgress: progress(emit) }),
  removeCopy: ([fingerprint]) => engine.removeCopy(fingerprint),
  listCopies: () => engine.listCopies(),
  simulate: ([settings], { stop, emit }) =>
    engine.simulate(settings, { signal: stop, onProgress: progress(emit) }),
  saveDataset: (_, { stop, emit }) => engine.saveDataset({ signal: stop, onProgress: progress(emit) }),
  plan: ([settings]) => engine.plan(settings),
  warmUp: ([settings, length]) => engine.warmUp(settings, length),
  estimate: ([settings]) => engine.estimate(settings),
  checkDevice: ([backend], { emit }) => engine.checkDevice(backend, { onProgress: emit }),
  modelInUse: () => engine.modelInUse(),
  loadModel: ([file]) => engine.loadModel(file),
  completeModel: ([answers]) => engine.completeModel(answers),
  saveModel: (what) => engine.saveModel(...what),
  predictions: ([backend], { stop, emit }) =>
    engine.predictions(backend, { signal: stop, onProgress: progress(emit) }),
  saliency: ([request, backend], { stop, emit }) =>
    engine.saliency(request, backend, { signal: stop, onProgress: progress(emit) }),
  applyModel: ([files, backend, columns], { stop, emit }) =>
    engine.applyModel(files, backend, {
      signal: stop,
      onProgress: progress(emit),
      ...(columns !== undefined && { columns }),
    }),
  encodeApplied: ([applied, format, reading]) => engine.encodeApplied(applied, format, reading),
  readReports: ([files]) => engine.readReports(files),
  encodeReport: ([report]) => engine.encodeReport(report),
  makeArchive: ([files]) => engine.makeArchive(files),
  train: async ([settings], { stop, abandon, emit }) => {
    const send = coalesce(emit, { isTransient, interval: PROGRESS_INTERVAL, now })
    for await (const event of engine.train(settings, { stop, abandon })) send(event)
  },
})
