// Plain NPY trees: what a sound one gives, and what is said of files that are no NPY files or do not fit
// together.

import { describe, expect, test } from 'vitest'
import type { ReadProgress } from '../core/dataset-report.ts'
import { encodeNpy, encodeObjectNpy } from '../formats/npy-write.ts'
import { findDatasets } from './find-datasets.ts'
import { BASE, changed, trainWith } from './open.fixture.ts'
import { openDataset } from './open.ts'
import {
  alternating,
  attributesOf,
  attributeTable,
  BALANCED_NOTE,
  posteriors,
  scanFiles,
  sourcesOf,
  treeFiles,
  unicodeNpy,
  WIDTH,
  zgridValues,
} from './tree.fixture.ts'

describe('a sound tree', () => {
  test('gives a report without problems, and its rows', async () => {
    const files = treeFiles()
    const dataset = await scanFiles(files)
    const { report } = dataset
    expect(report.findings).toEqual([BALANCED_NOTE])
    expect(report).toMatchObject({
      id: BASE,
      name: 'DeltaZ balanced',
      layout: 'tree',
      target: 'DeltaZ',
      balance: 'balanced',
      classes: ['Deltaz<1e-3', 'Deltaz>=1e-3'],
      width: 8,
      zgrid: { file: 'zgrid.npy', points: 8, first: 0, spacing: 'ln(1+z)' },
    })
    expect(report.zgrid?.step).toBeCloseTo(0.01, 7)
    expect(report.fingerprint).toMatch(/^[0-9a-f]{16}$/)
    expect(report.splits.validation).toEqual({
      rows: 4,
      width: 8,
      type: '<f4',
      counts: [2, 2],
      files: [
        { path: `${BASE}/VALID/X.npy`, bytes: 128 + 128, rows: 4, width: 8, type: '<f4' },
        { path: `${BASE}/VALID/Y.npy`, bytes: 128 + 32, rows: 4, width: 1, type: '<i8' },
        {
          path: `${BASE}/VALID/attributes.npy`,
          bytes: files.get(`${BASE}/VALID/attributes.npy`)!.length,
          rows: 4,
          width: 9,
          type: '|O',
        },
      ],
      hasAttributes: true,
      attributes: ['redshift', 'deltaZ', 'status', 'logEvidence', 'flag'],
      nonFinite: { nan: 0, posInf: 0, negInf: 0 },
    })
    const out = new Float32Array(2 * WIDTH)
    await dataset.splits.test.x.read(1, 2, out)
    expect(out).toEqual(posteriors(4, 200).subarray(WIDTH, 3 * WIDTH))
    expect([...dataset.splits.train.labels]).toEqual([0, 1, 0, 1, 0, 1])
    expect(dataset.splits.train.attributes).toEqual(attributesOf(6))
    expect(dataset.zgrid).toEqual(zgridValues())
  })

  test('progress counts every byte of the files once', async () => {
    const files = treeFiles()
    const seen: ReadProgress[] = []
    await scanFiles(files, { onProgress: (progress) => seen.push(progress) })
    const bytesOf = (name: string) =>
      [...files].reduce((sum, [path, bytes]) => sum + (path.endsWith(name) ? bytes.length : 0), 0)
    const small = bytesOf('Y.npy') + bytesOf('attributes.npy')
    const opening = seen.filter(({ phase }) => phase === 'open')
    expect(opening).toHaveLength(6)
    expect(opening.at(-1)).toMatchObject({ done: small, total: small })
    expect(seen).toHaveLength(6 + 3)
    const { done, total, ...last } = seen.at(-1)!
    expect(last).toEqual({ phase: 'scan', file: `${BASE}/TEST/X.npy` })
    expect(done).toBe(total)
    // to the byte per row
    expect(Math.abs(total - bytesOf('X.npy'))).toBeLessThan(14)
  })

  test('the fingerprint follows values and labels, not types', async () => {
    const { fingerprint } = (await scanFiles(treeFiles())).report
    const wide = changed({ 'TRAIN/X.npy': encodeNpy('<f8', [6, 8], posteriors(6, 0)) })
    expect((await scanFiles(wide)).report.fingerprint).toBe(fingerprint)
    const value = changed({ 'TRAIN/X.npy': trainWith([5, 7, -1.5]) })
    expect((await scanFiles(value)).report.fingerprint).not.toBe(fingerprint)
    const label = changed({ 'TRAIN/Y.npy': encodeNpy('<i8', [6], [0, 1, 0, 1, 1, 1]) })
    expect((await scanFiles(label)).report.fingerprint).not.toBe(fingerprint)
  })

  test('names and contents without .npy, (N, L, 1) posteriors, named labels', async () => {
    const files = changed({
      'TRAIN/X.npy': null,
      'TRAIN/X': encodeNpy('<f4', [6, 8, 1], posteriors(6, 0)),
      'TEST/Y.npy': unicodeNpy(['Deltaz<1e-3', 'deltaz >= 1e-3', 'Deltaz<1e-3', 'Deltaz>=1e-3']),
    })
    const { report } = await scanFiles(files)
    expect(report.findings).toEqual([BALANCED_NOTE])
    expect(report.splits.test.counts).toEqual([2, 2])
  })

  test('a folder without a target: inferred and said, or chosen', async () => {
    const labels = (values: number[]) => encodeNpy('<i8', [values.length], values)
    const three = (rows: number) => Array.from({ length: rows }, (_, row) => row % 3)
    const statuses = (rows: number) =>
      attributeTable(
        attributesOf(rows).map((row, i) => ({ ...row, status: ['success', 'spurious', 'mismatch'][i % 3]! })),
      )
    const files = changed(
      {
        'TRAIN/Y.npy': labels(three(6)),
        'VALID/Y.npy': labels(three(4)),
        'TEST/Y.npy': labels(three(4)),
        'TRAIN/attributes.npy': statuses(6),
        'VALID/attributes.npy': statuses(4),
        'TEST/attributes.npy': statuses(4),
      },
      'mine',
    )
    const { report } = await scanFiles(files)
    expect(report).toMatchObject({ target: 'Success3', name: 'Success3 (mine)', layout: 'splits' })
    expect(report.findings.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      [
        'target-inferred',
        'info',
        'No folder names the target. Success3 is assumed: its rule gives 100.0 % of the labels from the attributes.',
      ],
    ])
    expect((await scanFiles(treeFiles('mine'), { target: 'Success2' })).report.target).toBe('Success2')
    await expect(scanFiles(treeFiles('mine'))).rejects.toThrow('the labels fit DeltaZ and Success2')
  })
})

describe('files that do not fit together are refused with all counts', () => {
  test.each([
    [
      'rows of Y',
      { 'TRAIN/Y.npy': encodeNpy('<i8', [5], alternating(5)) },
      `The files of TRAIN differ in rows: ${BASE}/TRAIN/X.npy has 6, ${BASE}/TRAIN/Y.npy has 5 and ${BASE}/TRAIN/attributes.npy has 6.`,
    ],
    [
      'rows of attributes',
      { 'TEST/attributes.npy': attributeTable(attributesOf(3)) },
      `The files of TEST differ in rows: ${BASE}/TEST/X.npy has 4, ${BASE}/TEST/Y.npy has 4 and ${BASE}/TEST/attributes.npy has 3.`,
    ],
    [
      'width of one split',
      { 'VALID/X.npy': encodeNpy('<f4', [4, 7], posteriors(4, 100, 7)) },
      `The splits differ in redshift points per row: ${BASE}/TRAIN/X.npy has 8, ${BASE}/VALID/X.npy has 7 and ${BASE}/TEST/X.npy has 8.`,
    ],
    [
      'length of zgrid',
      { 'zgrid.npy': encodeNpy('<f8', [9], zgridValues(9)) },
      'zgrid.npy: shape (9,), but the posteriors have 8 points.',
    ],
    [
      'X in one dimension',
      { 'TRAIN/X.npy': encodeNpy('<f4', [48], posteriors(6, 0)) },
      `${BASE}/TRAIN/X.npy: type <f4, shape (48,); expected numbers in rows (objects, redshifts).`,
    ],
    [
      'X of objects',
      { 'TRAIN/X.npy': encodeObjectNpy([[0, 1]]) },
      `${BASE}/TRAIN/X.npy: type |O, shape (1, 2); expected numbers in rows (objects, redshifts).`,
    ],
  ] as const)('%s', async (_, replaced, message) => {
    await expect(scanFiles(changed(replaced))).rejects.toMatchObject({ code: 'bad-input', message })
  })

  test('Fortran order in two dimensions, before anything is read', async () => {
    const bytes = encodeNpy('<f4', [6, 8], posteriors(6, 0))
    const text = new TextDecoder('latin1')
      .decode(bytes.subarray(0, 128))
      .replace("'fortran_order': False", "'fortran_order': True ")
    bytes.set(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))
    await expect(scanFiles(changed({ 'TRAIN/X.npy': bytes }))).rejects.toThrow(
      `${BASE}/TRAIN/X.npy stores its shape (6, 8) by columns (Fortran order); expected rows (C order)`,
    )
  })
})

describe('bytes that are no NPY file are refused by name', () => {
  const text = (content: string) => new TextEncoder().encode(content)
  const whole = trainWith()

  test.each([
    [
      'truncated',
      whole.subarray(0, -1),
      /^DeltaZ\/balanced\/TRAIN\/X\.npy is truncated: expected 320 bytes .*, the file has 319$/,
    ],
    [
      'trailing',
      new Uint8Array([...whole, 0]),
      /X\.npy has trailing bytes: expected 320 bytes .*, the file has 321$/,
    ],
    ['empty', new Uint8Array(0), /X\.npy .*(truncated|empty|not a NumPy file)/],
    [
      'HTML',
      text('<!DOCTYPE html><html></html>'),
      /X\.npy is not a NumPy file \(NPY\): it is .*(HTML|web page)/,
    ],
    [
      'LFS pointer',
      text('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
      /X\.npy is not a NumPy file \(NPY\): it is .*LFS/,
    ],
    ['other bytes', new Uint8Array(400).fill(7), /X\.npy is not a NumPy file \(NPY\)/],
  ] as const)('%s', async (_, bytes, message) => {
    await expect(scanFiles(changed({ 'TRAIN/X.npy': bytes }))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(message),
    })
  })

  test('a file that was removed while reading', async () => {
    const files = treeFiles()
    const gone = new DOMException('A requested file could not be found.', 'NotFoundError')
    const sources = sourcesOf(files).map((source) =>
      source.name.endsWith('TEST/X.npy')
        ? {
            ...source,
            slice: async (start: number, end: number) =>
              start === 0 ? source.slice(start, end) : Promise.reject(gone),
          }
        : source,
    )
    const { assignments, files: open } = await findDatasets(sources)
    await expect(openDataset(assignments.get(BASE)!, open)).rejects.toBe(gone)
  })
})

test('reading stops within one block of an abort', async () => {
  const stop = new AbortController()
  const seen: string[] = []
  const opened = scanFiles(treeFiles(), {
    signal: stop.signal,
    onProgress: ({ phase, file }) => {
      seen.push(file)
      if (phase === 'scan') stop.abort()
    },
  })
  await expect(opened).rejects.toMatchObject({ code: 'cancelled', message: 'Reading was cancelled.' })
  expect(seen.at(-1)).toBe(`${BASE}/TRAIN/X.npy`)
  await expect(scanFiles(treeFiles(), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  })
})
