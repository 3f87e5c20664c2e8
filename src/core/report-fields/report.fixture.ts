// A whole report of this studio, and the list of runs around it, for tests to change.

import { readFileSync } from 'node:fs'
import type { Place } from '../project.fixture.ts'

/** Bytes of a file in reference/fixtures/reports. */
export function reportBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../../../reference/fixtures/reports/${name}`, import.meta.url)))
}

/** The report of reference/fixtures/reports/studio.json, as JSON gives it. */
export const STUDIO: Readonly<Record<string, unknown>> & {
  readonly meta: Readonly<Record<string, unknown>>
} = JSON.parse(new TextDecoder().decode(reportBytes('studio.json')))

/** A collection of that report, and of one that lacks nearly everything. */
export const COLLECTION = {
  format: 'redshift-studio-runs',
  version: 1,
  studio: '0.9.0',
  created: '2026-11-27T08:00:00.000Z',
  runs: [
    {
      id: 'a1',
      name: 'CNN-GRU Success3',
      tags: ['final', 'A&A'],
      note: 'of the paper',
      at: 1_795_723_200_000,
      source: { kind: 'trained' },
      colour: 7,
      labels: ['Success', 'Spurious', 'Mismatch'],
      gaps: [],
      report: STUDIO,
    },
    {
      id: 'b2',
      name: 'LAM',
      tags: [],
      note: '',
      at: 1_795_809_600_000,
      source: { kind: 'imported', file: 'LAM.npy', format: 'npy' },
      colour: 0,
      labels: ['good', 'bad'],
      gaps: ['report', 'lr'],
      report: {
        conf_matrix_train: null,
        conf_matrix_test: null,
        nb_class: 2,
        nom_classes: ['a', 'b'],
        acc: [0.5, null],
        loss: null,
        val_acc: null,
        val_loss: null,
        report: null,
        model_summary: null,
        lr: null,
        meta: null,
      },
    },
  ],
}

/** Values of `meta` that are refused: where, what instead, what a message calls it, and what it expects. */
export const META_BREAKS: readonly (readonly [place: Place, to: unknown, found: string, expected: string])[] =
  [
    [['version'], 2, '2', '1'],
    [['studio'], 9, '9', 'a text'],
    [['created'], 'yesterday', '"yesterday"', 'a time as 2026-11-26T20:15:00.000Z'],
    [['created'], '2026-13-26T20:15:00Z', '"2026-13-26T20:15:00Z"', 'a time as 2026-11-26T20:15:00.000Z'],
    [['seed'], '7', '"7"', 'an integer'],
    [['seed'], 1.5, '1.5', 'an integer'],
    [['model'], 'CNN9', '"CNN9"', 'one of CNN3, CNN8, CNN-GRU, CNN-LSTM, CNN-2inputs'],
    [['target'], 'deltaz', '"deltaz"', 'one of DeltaZ, Success2, Success3, Flag3, Flag'],
    [['input'], 'pdf', '"pdf"', 'one of logPDF, PDF, logVraisemblance'],
    [['optimizer'], 'SGD', '"SGD"', 'Adam'],
    [['schedule'], 'cosine', '"cosine"', 'one of exponential, delayed, plateau'],
    [['epochs'], 0, '0', 'an integer, 1 or more'],
    [['patience'], -1, '-1', 'a count'],
    [['dropout'], -0.1, '-0.1', 'a number, 0 or more'],
    [['redshift'], 'both', '"both"', 'one of value, index'],
    [['classWeights'], 'auto', '"auto"', 'one of none, balanced'],
    [['batchSize'], 0.5, '0.5', 'an integer, 1 or more'],
    [['microBatchSize'], 0, '0', 'an integer, 1 or more'],
    [['backend'], 'auto', '"auto"', 'one of webgpu, wasm'],
    [['adapter'], true, 'true', 'a text'],
    [['dataset'], 'data', '"data"', 'an object'],
    [['dataset', 'name'], undefined, 'missing', 'a text'],
    [['dataset', 'fingerprint'], 5, '5', 'a text'],
    [['dataset', 'testFingerprint'], 5, '5', 'a text'],
    [['dataset', 'counts'], undefined, 'missing', 'an object'],
    [['dataset', 'counts', 'test'], undefined, 'missing', 'a list of 3'],
    [['dataset', 'counts', 'test', 1], -1, '-1', 'a count'],
    [['overruled'], 'leaks', '"leaks"', 'a list'],
    [['overruled', 0], 2, '2', 'a text'],
    [['preparation'], [], 'a list of 0', 'an object'],
    [['preparation', 'splits'], 'random', '"random"', 'one of given, drawn'],
    [['preparation', 'testFraction'], 1.1, '1.1', 'a number from 0 to 1'],
    [['preparation', 'seed'], null, 'null', 'an integer'],
    [['preparation', 'stratified'], 1, '1', 'true or false'],
    [['preparation', 'balancing'], 'half', '"half"', 'one of none, smallest, tenth-more'],
    [
      ['preparation', 'drop', 1],
      'leaks',
      '"leaks"',
      'one of leaked, near-leaked, same-object, repeated, disagreeing, without-shape, non-finite, constant, no-class',
    ],
    [
      ['preparation', 'dropped', 'leaks'],
      3,
      '3',
      'no key but leaked, near-leaked, same-object, repeated, disagreeing, without-shape, non-finite, constant, no-class',
    ],
    [['preparation', 'dropped', 'leaked'], -3, '-3', 'a count'],
    [['preparation', 'undersampled'], undefined, 'missing', 'a count'],
    [['bestEpoch'], -1, '-1', 'a count'],
    [['stoppedEarly'], 'no', '"no"', 'true or false'],
    [['status'], 'ended', '"ended"', 'one of running, evaluating, finished, stopped, failed'],
    [['incomplete'], 0, '0', 'true or false'],
    [['trainMatrixOrigin'], 'best-test', '"best-test"', 'one of best-train, epoch-train'],
    [['testLoss'], '0.4', '"0.4"', 'a number'],
    [['testRows'], '0110', '"0110"', 'an object'],
    [['testRows', 'fingerprint'], undefined, 'missing', 'a text'],
    [['testRows', 'labels'], 5, '5', 'a text'],
    [['naturalTest'], 5, '5', 'an object'],
    [['naturalTest', 'conf_matrix'], undefined, 'missing', 'a list of 3'],
    [['naturalTest', 'conf_matrix', 0, 0], 0.5, '0.5', 'a count'],
    [['naturalTest', 'excluded'], undefined, 'missing', 'a count'],
    [['naturalTest', 'thinned'], '5', '"5"', 'a count'],
    [['naturalTest', 'counts', 0], -1, '-1', 'a count'],
    [['naturalTest', 'acc'], 1.5, '1.5', 'a number from 0 to 1'],
    [['naturalTest', 'loss'], 'low', '"low"', 'a number'],
    [['naturalTest', 'report'], [], 'a list of 0', 'an object'],
    [['naturalTest', 'report', '1', 'recall'], 'high', '"high"', 'a number'],
    [['naturalTest', 'rows'], 5, '5', 'an object'],
    [['control'], 5, '5', 'an object'],
    [['control', 'descriptors'], undefined, 'missing', 'a list'],
    [['control', 'descriptors', 1], 2, '2', 'a text'],
    [['control', 'trainRows'], -1, '-1', 'a count'],
    [['control', 'conf_matrix'], [], 'a list of 0', 'a list of 3'],
    [['control', 'conf_matrix', 2, 1], 0.5, '0.5', 'a count'],
    [['control', 'acc'], undefined, 'missing', 'a number from 0 to 1'],
    [['control', 'acc'], 1.5, '1.5', 'a number from 0 to 1'],
    [['control', 'loss'], 'low', '"low"', 'a number'],
    [['control', 'rows'], 5, '5', 'an object'],
    [['control', 'rows', 'fingerprint'], undefined, 'missing', 'a text'],
    [['seconds'], 'long', '"long"', 'a number'],
  ]
