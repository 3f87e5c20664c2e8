import { expect, test } from 'vitest'
import { collectionFileName, makeCollection } from './run-collection.ts'
import type { RunRecord } from './run-record.ts'

const RECORD: RunRecord = {
  id: 'a1',
  name: 'LAM',
  tags: ['old'],
  note: 'a note',
  at: 1_795_723_200_000,
  source: { kind: 'imported', file: 'LAM.npy', format: 'npy' },
  colour: 3,
  labels: ['good', 'bad'],
  gaps: ['lr'],
  report: {
    conf_matrix_train: null,
    conf_matrix_test: null,
    nb_class: 2,
    nom_classes: ['a', 'b'],
    acc: [0.5, Number.NaN],
    loss: null,
    val_acc: null,
    val_loss: null,
    report: null,
    model_summary: null,
    lr: null,
    meta: null,
  },
}

test('a collection holds the runs in their order, and nothing that a store added', () => {
  const stored = { ...RECORD, id: 'b2', index: 5 }
  const created = '2026-11-26T20:15:00.000Z'
  const collection = makeCollection([stored, RECORD], { studio: '0.9.0', created })
  expect(collection).toEqual({
    format: 'redshift-studio-runs',
    version: 1,
    studio: '0.9.0',
    created,
    runs: [{ ...RECORD, id: 'b2' }, RECORD],
  })
  expect(Object.keys(collection).join(' ')).toBe('format version studio created runs')
  expect(Object.keys(collection.runs[0]!).join(' ')).toBe(
    'id name tags note at source colour labels gaps report',
  )
})

test('its file name holds the date', () => {
  expect(collectionFileName('2026-11-26T20:15:00.000Z')).toBe('redshift-studio_runs_2026-11-26.json')
})
