// The `Engine` across the worker's boundary.

import { eventStream } from '../core/event-stream.ts'
import type { CallOptions, Engine } from '../engine/types.ts'
import type { Client, RequestOptions } from './client.ts'

/** An engine whose work is done by the worker behind the client. */
export function createRemoteEngine(client: Client): Engine {
  return {
    describeDevice: () => client.call('describeDevice', []),
    discover: (files, columns, signal) => client.call('discover', [files, columns], { signals: [signal] }),
    open: (candidateId, target, options) =>
      client.call('open', [candidateId, target], requestOptions(options)),
    scan: (options) => client.call('scan', [options?.keepMegabytes], requestOptions(options)),
    preview: (preparation, target) => client.call('preview', [preparation, target]),
    prepare: (preparation, target) => client.call('prepare', [preparation, target]),
    objects: () => client.call('objects', []),
    posteriors: (objects) => client.call('posteriors', [objects]),
    classMeans: (options) => client.call('classMeans', [], requestOptions(options)),
    copyState: () => client.call('copyState', []),
    makeCopy: (options) => client.call('makeCopy', [], requestOptions(options)),
    removeCopy: (fingerprint) => client.call('removeCopy', [fingerprint]),
    listCopies: () => client.call('listCopies', []),
    simulate: (settings, options) => client.call('simulate', [settings], requestOptions(options)),
    saveDataset: (options) => client.call('saveDataset', [], requestOptions(options)),
    plan: (settings) => client.call('plan', [settings]),
    warmUp: (settings, length) => client.call('warmUp', [settings, length]),
    estimate: (settings) => client.call('estimate', [settings]),
    checkDevice: (backend, options) => client.call('checkDevice', [backend], requestOptions(options)),
    modelInUse: () => client.call('modelInUse', []),
    loadModel: (file) => client.call('loadModel', [file]),
    completeModel: (answers) => client.call('completeModel', [answers]),
    saveModel: (...what) => client.call('saveModel', what),
    predictions: (backend, options) => client.call('predictions', [backend], requestOptions(options)),
    saliency: (request, backend, options) =>
      client.call('saliency', [request, backend], requestOptions(options)),
    applyModel: (files, backend, options) =>
      client.call('applyModel', [files, backend, options?.columns], requestOptions(options)),
    encodeApplied: (applied, format, reading) => client.call('encodeApplied', [applied, format, reading]),
    readReports: (files) => client.call('readReports', [files]),
    encodeReport: (report) => client.call('encodeReport', [report]),
    makeArchive: (files) => client.call('makeArchive', [files]),
    train: (settings, { stop, abandon }) =>
      eventStream((onEvent) => client.call('train', [settings], { onEvent, signals: [stop, abandon] })),
  }
}

function requestOptions<Event>(options: CallOptions<Event> = {}): RequestOptions<Event> {
  return {
    signals: [options.signal],
    ...(options.onProgress === undefined ? {} : { onEvent: options.onProgress }),
  }
}
