// Training by the command, the data: what cannot be trained on (exit 2), which rows a preparation takes, and
// what the report says of it.

import { existsSync, mkdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Report } from '../core/report.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { SPLIT_LABELS } from '../data/finding.ts'
import { attributesOf, attributeTable, type Files, posteriors } from '../data/tree.fixture.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { TRAINABLE_ROWS, TRAINABLE_WIDTH, trainableFiles } from './console.fixture.ts'
import { leaked, trainingFolder } from './train.fixture.ts'

const { path, report, train, writeTree } = trainingFolder()

describe('what cannot be trained on', () => {
  test('a leak: exit 2 until --train-anyway', async () => {
    const files = trainableFiles()
    files.set('DeltaZ/balanced/TEST/X.npy', encodeNpy('<f4', [8, TRAINABLE_WIDTH], leaked(files)))
    writeTree(files)
    const refused = await train()
    expect(refused.code).toBe(2)
    expect(refused.err[0]).toMatch(/^Error: DeltaZ balanced is not fit for training: /)
    expect(refused.err[1]).toBe(
      'Hint: Add --repair drop or --repair split, mend the data, or add --train-anyway.',
    )
    expect(existsSync(path('report.json'))).toBe(false)
    const overruled = await train('--train-anyway')
    expect(overruled.code).toBe(0)
    expect(overruled.out[0]).toMatch(/^overruled: /)
  })

  test('NaN: exit 2, with --train-anyway as well', async () => {
    const files = trainableFiles()
    const x = new Float32Array(6 * TRAINABLE_WIDTH).fill(Number.NaN)
    files.set('DeltaZ/balanced/VALID/X.npy', encodeNpy('<f4', [6, TRAINABLE_WIDTH], x))
    writeTree(files)
    const { code, err } = await train('--train-anyway')
    expect(code).toBe(2)
    expect(err[1]).toBe('Hint: Mend the data; "npm run data -- DIR" lists all that was found.')
  })

  test.each([
    ['--target Flag', 2, 'Error: tree holds no data set Flag; found DeltaZ balanced (tree/DeltaZ/balanced).'],
    [
      '--unbalanced',
      2,
      'Error: tree holds no data set unbalanced; found DeltaZ balanced (tree/DeltaZ/balanced).',
    ],
    ['--out nowhere/r.json', 2, /^Error: --out .*r\.json lies in .*nowhere, which is no folder\.$/],
    ['--out tree', 2, /^Error: --out .*tree is a folder\.$/],
    ['--events tree', 2, /^Error: --events .*tree is a folder\.$/],
    ['--weights tree', 2, /^Error: --weights .*tree is a folder\.$/],
    ['--network net.zip', 2, /^Error: --network is "net\.zip", whose ending tells no format; /],
    [
      '--out a.keras --network ./a.keras',
      2,
      'Error: --out a.keras and --network ./a.keras are the same file, which would be written over.',
    ],
    [
      '--events tree/DeltaZ/balanced/TEST/X.npy',
      2,
      'Error: tree/DeltaZ/balanced/TEST/X.npy of --data and --events tree/DeltaZ/balanced/TEST/X.npy are the same file, which would be written over.',
    ],
    ['--memory 49', 2, 'Error: --memory is "49"; expected an integer from 50 to 1000000.'],
    ['--model CNN4', 2, /^Error: --model is "CNN4"; /],
  ])('%s', async (flags, exit, message) => {
    writeTree()
    const { code, err } = await train(flags)
    expect(code).toBe(exit)
    expect(err[0]).toMatch(message)
    expect(err[1]).toMatch(/^Hint: /)
  })

  test('a posterior that is too short for the model', async () => {
    const files = trainableFiles()
    for (const [i, split] of SPLIT_NAMES.entries()) {
      const rows = TRAINABLE_ROWS[split]
      const name = `DeltaZ/balanced/${SPLIT_LABELS[split]}/X.npy`
      files.set(name, encodeNpy('<f4', [rows, 8], posteriors(rows, 100 * i, 8)))
    }
    writeTree(files)
    const { code, err } = await train()
    expect(code).toBe(2)
    expect(err[0]).toMatch(/^Error: CNN3 needs at least 34 points per posterior, these have 8\.$/)
  })
})

describe('a preparation', () => {
  /** Attributes of which every `nth` object has a large DeltaZ, beginning with the last of the first `nth`. */
  function attributesWith(rows: number, nth: number, seed: number) {
    const isFar = (row: number) => row % nth === nth - 1
    return attributesOf(rows, seed).map((each, row) => ({ ...each, deltaZ: isFar(row) ? -0.5 : 1e-4 }))
  }

  /** A tree whose classes are as 3 to 1, but for what does not divide. */
  function unbalancedFiles(): Files {
    const base = 'DeltaZ/unbalanced'
    const files = trainableFiles(base)
    for (const [i, split] of SPLIT_NAMES.entries()) {
      const attributes = attributesWith(TRAINABLE_ROWS[split], 4, 100 * i)
      const labels = attributes.map(({ deltaZ }) => (deltaZ < 0 ? 1 : 0))
      files.set(`${base}/${SPLIT_LABELS[split]}/Y.npy`, encodeNpy('<i8', [labels.length], labels))
      files.set(`${base}/${SPLIT_LABELS[split]}/attributes.npy`, attributeTable(attributes))
    }
    return files
  }

  /** Raw files of 60 objects, 40 and 20 of the DeltaZ classes. */
  function rawFiles(): Files {
    return new Map([
      ['pdfs32.npy', encodeNpy('<f4', [60, TRAINABLE_WIDTH], posteriors(60, 0, TRAINABLE_WIDTH))],
      ['attributes32.npy', attributeTable(attributesWith(60, 3, 0))],
    ])
  }

  /** A tree of which the first `rows` rows of TEST are those of TRAIN. */
  function leakyFiles(rows: number): Files {
    const files = trainableFiles()
    const x = posteriors(8, 200, TRAINABLE_WIDTH)
    x.set(leaked(files).subarray(0, rows * TRAINABLE_WIDTH))
    files.set('DeltaZ/balanced/TEST/X.npy', encodeNpy('<f4', [8, TRAINABLE_WIDTH], x))
    return files
  }

  const PLAIN = {
    splits: 'given',
    testFraction: 0.15,
    validationFraction: 0.15,
    seed: 1,
    stratified: false,
    balancing: 'none',
    deltaZThreshold: 1e-3,
    drop: [],
    dropped: {},
    undersampled: 0,
  }
  const countsOf = ({ conf_matrix_train, conf_matrix_test }: Report) =>
    [conf_matrix_train, conf_matrix_test].map((matrix) =>
      matrix!.map((row) => row.reduce((sum, count) => sum + count)),
    )

  test('none is recorded as it is', async () => {
    writeTree()
    expect((await train()).code).toBe(0)
    expect(report().meta).toMatchObject({ preparation: PLAIN, naturalTest: null })
  })

  test('--repair drop leaves the leaked rows out and trains', async () => {
    writeTree(leakyFiles(5))
    expect((await train()).code).toBe(2)
    const { code, err, out } = await train('--repair drop')
    expect([code, err]).toEqual([0, []])
    expect(out).toContain('DeltaZ balanced: 12 train, 6 validation, 3 test rows')
    const { meta } = report()
    expect(meta.preparation).toEqual({ ...PLAIN, drop: ['leaked'], dropped: { leaked: 5 } })
    // rows 5, 6 and 7 of TEST are left, of classes 1, 0 and 1
    expect(meta.dataset.counts).toEqual({ train: [6, 6], validation: [3, 3], test: [1, 2] })
    expect(countsOf(report())).toEqual([
      [6, 6],
      [1, 2],
    ])
  })

  test('--repair drop cannot mend a test of which every row was trained on', async () => {
    writeTree(leakyFiles(8))
    const { code, err } = await train('--repair drop --train-anyway')
    expect(code).toBe(2)
    expect(err[0]).toBe(
      'Error: DeltaZ balanced is not fit for training: tree/DeltaZ/balanced/TEST/Y.npy: TEST is empty (0 rows). Training needs objects in TRAIN, VALID and TEST.',
    )
    expect(existsSync(path('report.json'))).toBe(false)
  })

  test('--repair split draws anew, each class on its own, and a leaked row counts once', async () => {
    writeTree(leakyFiles(5))
    const { code, err } = await train('--repair split --split-seed 3')
    expect([code, err]).toEqual([0, []])
    const { meta } = report()
    expect(meta.preparation).toEqual({
      ...PLAIN,
      splits: 'drawn',
      seed: 3,
      stratified: true,
      drop: ['leaked'],
      dropped: { leaked: 5 },
    })
    // 21 rows are left: 10 and 11 of the classes; 15 % of them test, 15 % of the rest validate, rounded up
    const { train: own, validation, test: last } = meta.dataset.counts
    expect([own, validation, last].map((each) => each[0]! + each[1]!)).toEqual([14, 3, 4])
    expect([own[0]! + validation[0]! + last[0]!, own[1]! + validation[1]! + last[1]!]).toEqual([10, 11])
  })

  test('--undersample smallest balances each split as given, beside a test at natural prevalence', async () => {
    writeTree(unbalancedFiles())
    const { code, err } = await train('--undersample smallest')
    expect([code, err]).toEqual([0, []])
    const { meta } = report()
    // of 9 and 3, 5 and 1, 6 and 2
    expect(meta.dataset.counts).toEqual({ train: [3, 3], validation: [1, 1], test: [2, 2] })
    expect(meta.preparation).toEqual({ ...PLAIN, balancing: 'smallest', undersampled: 14 })
    expect(countsOf(report())).toEqual([
      [3, 3],
      [2, 2],
    ])
    const { counts, excluded, thinned, conf_matrix, report: natural } = meta.naturalTest!
    expect({ counts, excluded, thinned }).toEqual({ counts: [6, 2], excluded: 0, thinned: 0 })
    expect(conf_matrix.map((row) => row.reduce((sum, count) => sum + count))).toEqual([6, 2])
    expect(natural['macro avg'].support).toBe(8)
  })

  test.each(['--balanced', '--undersample smallest'])(
    '%s on raw files undersamples them, and keeps the rest for the natural test',
    async (flags) => {
      writeTree(rawFiles())
      const { code, err } = await train(`${flags} --stratified`)
      expect([code, err]).toEqual([0, []])
      const { meta } = report()
      expect(meta.preparation).toEqual({
        ...PLAIN,
        splits: 'drawn',
        stratified: true,
        balancing: 'smallest',
        undersampled: 20,
      })
      // of 20 and 20: 15 % test, 15 % of the rest validate, rounded up
      expect(meta.dataset.counts).toEqual({ train: [14, 14], validation: [3, 3], test: [3, 3] })
      // 23 and 3 rows are neither in TRAIN nor in VALID: with 3 of the rare class, 6 of the other are 2 to 1
      expect(meta.naturalTest).toMatchObject({ counts: [6, 3], excluded: 34, thinned: 17 })
    },
  )

  test('--unbalanced on raw files takes all objects', async () => {
    writeTree(rawFiles())
    expect((await train('--unbalanced')).code).toBe(0)
    const { meta } = report()
    expect(meta.preparation).toEqual({ ...PLAIN, splits: 'drawn' })
    const sizes = SPLIT_NAMES.map((split) => meta.dataset.counts[split].reduce((sum, count) => sum + count))
    expect(sizes).toEqual([43, 8, 9])
    expect(meta.naturalTest).toBeNull()
  })
})

test('two trees: which one must be said', async () => {
  writeTree(new Map([...trainableFiles('DeltaZ/balanced'), ...trainableFiles('Success2/balanced')]))
  mkdirSync(path('out'))
  const { code, err } = await train()
  expect(code).toBe(2)
  expect(err[0]).toBe(
    'Error: tree holds 2 data sets that fit; found DeltaZ balanced (tree/DeltaZ/balanced) and Success2 balanced (tree/Success2/balanced).',
  )
  expect((await train('--target Success2 --out out/r.json')).code).toBe(0)
  expect(report('out/r.json').meta.target).toBe('Success2')
})
