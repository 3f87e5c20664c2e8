import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StudioError } from '../core/errors.ts'
import type { Report } from '../core/report.ts'
import { foldRun, type RunEvent, type RunState } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { SPLIT_NAMES } from '../core/split-names.ts'
import { SPLIT_LABELS } from '../data/finding.ts'
import { fixtureFiles } from '../data/table.fixture.ts'
import { attributesOf, attributeTable, type Files, posteriors } from '../data/tree.fixture.ts'
import { createEngine } from '../engine/engine.ts'
import type { WarmUpRequest } from '../engine/warm-up.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { connect } from '../worker/client.ts'
import type { Handlers } from '../worker/protocol.ts'
import { createRemoteEngine } from '../worker/remote-engine.ts'
import { serve } from '../worker/serve.ts'
import {
  command,
  type RecordedConsole,
  TRAINABLE_ROWS,
  TRAINABLE_WIDTH,
  temporaryFolder,
  trainableFiles,
  writeFiles,
} from './console.fixture.ts'
import { nodeEnvironment } from './node-environment.ts'

/** Thrown by the first optimiser step of the second epoch. */
const failure: { error: StudioError | null } = { error: null }
vi.mock('../engine/trainer.ts', async (original) => {
  const actual = await original<typeof import('../engine/trainer.ts')>()
  const applyStep: typeof actual.applyStep = (trainer, rate) => {
    if (failure.error !== null && trainer.step === 3) throw failure.error
    actual.applyStep(trainer, rate)
  }
  return { ...actual, applyStep }
})

/** What the device was made ready for. */
const warmUps: WarmUpRequest[] = []
vi.mock('../engine/warm-up.ts', async (original) => {
  const actual = await original<typeof import('../engine/warm-up.ts')>()
  const warmUp: typeof actual.warmUp = (request) => {
    warmUps.push(request)
    return actual.warmUp(request)
  }
  return { ...actual, warmUp }
})

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

function train(flags = '', onLine?: (line: string, console: RecordedConsole) => void) {
  const line = `train --data tree --batch 4 --epochs 2 --backend wasm ${flags}`.trim()
  return command(line, folder.path, onLine)
}

function writeTree(files: Files = trainableFiles()): void {
  writeFiles(join(folder.path, 'tree'), files)
}

function path(name: string): string {
  return join(folder.path, name)
}

function report(name = 'report.json'): Report {
  return JSON.parse(readFileSync(path(name), 'utf8')) as Report
}

function total(matrix: Report['conf_matrix_test']): number {
  return matrix!.flat().reduce((sum, count) => sum + count, 0)
}

describe('a run', { timeout: 30_000 }, () => {
  test('writes a report, events and weights, and says each epoch in one line', async () => {
    writeTree()
    const { out, err, code } = await train(
      '--out r.json --events e.jsonl --weights w.npz --target DeltaZ --balanced',
    )
    expect(err).toEqual([])
    expect(code).toBe(0)
    const { conf_matrix_test, conf_matrix_train, val_loss, lr, meta } = report('r.json')
    expect(total(conf_matrix_train)).toBe(12)
    expect(total(conf_matrix_test)).toBe(8)
    expect(val_loss).toHaveLength(2)
    expect(lr).toEqual([1e-4, 1e-4 * Math.exp(-0.1)])
    expect(meta).toMatchObject({
      model: 'CNN3',
      target: 'DeltaZ',
      seed: 1,
      batchSize: 4,
      backend: 'wasm',
      status: 'finished',
      incomplete: false,
      dataset: { name: 'DeltaZ balanced', counts: { train: [6, 6], validation: [3, 3], test: [4, 4] } },
    })
    const events = readFileSync(path('e.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent)
    const run = events.reduce<RunState | null>(foldRun, null)!
    expect(run.history.valLoss).toEqual(val_loss)
    expect(run.status).toBe('finished')
    expect(existsSync(path('w.npz'))).toBe(true)
    expect(out.filter((line) => /^epoch \d of 2: loss /.test(line))).toHaveLength(2)
    expect(out).toContain('DeltaZ balanced: 12 train, 6 validation, 8 test rows')
    expect(out.at(-2)).toBe('report: r.json')
    expect(out.at(-1)).toBe(`weights of epoch ${meta.bestEpoch}: w.npz`)
  })

  test('makes the device ready once before it starts', async () => {
    writeTree()
    warmUps.length = 0
    const { out } = await train('--model CNN8', (line) => {
      if (line.startsWith('epoch 1 ')) expect(warmUps).toHaveLength(1)
    })
    expect(out.some((line) => line.startsWith('epoch 1 '))).toBe(true)
    expect(warmUps).toHaveLength(1)
    expect(warmUps[0]).toMatchObject({ settings: { model: 'CNN8', batchSize: 4 }, backend: 'wasm' })
  })

  test.each([
    ['net.h5', '\x89HDF'],
    ['net.keras', 'PK\x03\x04'],
  ])('the network %s is what its ending says', async (name, signature) => {
    writeTree()
    const { out, code } = await train(`--network ${name}`)
    expect(code).toBe(0)
    expect(readFileSync(path(name)).toString('latin1').slice(0, 4)).toBe(signature)
    expect(out.at(-1)).toBe(`network of epoch ${report().meta.bestEpoch}: ${name}`)
  })

  test('events are appended', async () => {
    writeTree()
    writeFileSync(path('e.jsonl'), 'before\n')
    await train('--events e.jsonl')
    const lines = readFileSync(path('e.jsonl'), 'utf8').split('\n')
    expect(lines[0]).toBe('before')
    expect(JSON.parse(lines[1]!)).toMatchObject({ type: 'runStarted' })
  })

  test('gives the numbers of the page, bit by bit', async () => {
    const files = trainableFiles()
    writeTree(files)
    await train('--seed 3')
    // the page's way: Blobs, a port, the protocol
    const engine = createEngine(await nodeEnvironment('wasm'))
    const { port1, port2 } = new MessageChannel()
    serve(port1, {
      discover: ([chosen, columns]) => engine.discover(chosen, columns),
      open: ([id, target], { stop }) => engine.open(id, target, { signal: stop }),
      scan: (_, { stop }) => engine.scan({ signal: stop }),
      train: async ([settings], { stop, abandon, emit }) => {
        for await (const event of engine.train(settings, { stop, abandon })) emit(event)
      },
    } satisfies Partial<Handlers> as Partial<Handlers> as Handlers)
    const page = createRemoteEngine(connect(port2))
    const chosen = [...files].map(([name, bytes]) => ({
      path: `tree/${name}`,
      file: new Blob([new Uint8Array(bytes)]),
    }))
    const { candidates } = await page.discover(chosen)
    await page.open(candidates[0]!.id, null)
    await page.scan()
    const settings = { ...REFERENCE_SETTINGS, batchSize: 4, epochs: 2, seed: 3 }
    const signals = { stop: new AbortController().signal, abandon: new AbortController().signal }
    let run: RunState | null = null
    for await (const event of page.train({ ...settings, backend: 'wasm' }, signals)) run = foldRun(run, event)
    port1.close()
    port2.close()
    const { acc, loss, val_acc, val_loss, conf_matrix_test, meta } = report()
    expect({ acc, loss, valAcc: val_acc, valLoss: val_loss, lr: run!.history.lr }).toEqual(run!.history)
    expect(conf_matrix_test).toEqual(run!.test!.matrix)
    expect(meta.testLoss).toBe(run!.testLoss)
    expect(meta.dataset.fingerprint).toBe(run!.dataset.fingerprint)
  })

  test('trains on tables of any format to the numbers of NPY', async () => {
    const numbers = async (variant: string, flags = '') => {
      writeFiles(path(variant), fixtureFiles(variant))
      const line = `train --data ${variant} --batch 16 --epochs 1 --backend wasm --out ${variant}.json ${flags}`
      const { code, err } = await command(line.trim(), folder.path)
      expect([code, err]).toEqual([0, []])
      const { loss, val_loss, conf_matrix_test, meta } = report(`${variant}.json`)
      return { loss, val_loss, conf_matrix_test, fingerprint: meta.dataset.fingerprint }
    }
    const npy = await numbers('npy-tree')
    expect(await numbers('parquet-zstd-one-file')).toEqual(npy)
    expect(await numbers('mixed')).toEqual(npy)
    // too large for the memory that it may take, so unpacked into a temporary folder, and read by blocks
    const unpacked = await numbers('npz-one-compressed', '--keep 0')
    expect(unpacked.fingerprint).toBe(npy.fingerprint)
  })

  test('--columns says what names do not', async () => {
    const files = fixtureFiles('arrow-per-split')
    writeFiles(path('set'), files)
    const line = 'train --data set --batch 16 --epochs 1 --backend wasm --columns X=X,label=flag'
    const { code, err } = await command(line, folder.path)
    expect(code).toBe(2)
    expect(err[0]).toMatch(/column flag: the labels fit .*|column flag: \d+ of 48 labels/)
  })

  test('--memory is a setting of the run', async () => {
    writeTree()
    const { code, out } = await train('--memory 50 --events e.jsonl')
    expect(code).toBe(0)
    const started = JSON.parse(readFileSync(path('e.jsonl'), 'utf8').split('\n')[0]!)
    expect(started).toMatchObject({ settings: { memoryLimit: 50 }, plan: { microBatches: 1, exceeded: [] } })
    expect(out.filter((line) => line.startsWith('warning: '))).toEqual([])
  })

  test('--max-samples takes so many rows of each split', async () => {
    writeTree()
    const { out } = await train('--max-samples 5')
    const { meta, conf_matrix_test } = report()
    for (const counts of Object.values(meta.dataset.counts)) {
      expect(counts.reduce((sum, count) => sum + count)).toBe(5)
    }
    expect(total(conf_matrix_test)).toBe(5)
    expect(out[0]).toMatch(/^warning: Only 5 rows of each split/)
  })
})

describe('an interrupted run', () => {
  test('evaluates the best weights, keeps them, and says that the report is incomplete: exit 130', async () => {
    writeTree()
    const { out, code } = await train('--max-samples 6', (line, console) => {
      if (line.startsWith('epoch 1 of 2: ')) console.interrupt()
    })
    expect(code).toBe(130)
    const { meta, conf_matrix_test, loss } = report()
    expect(meta).toMatchObject({ status: 'stopped', incomplete: true, bestEpoch: 1 })
    expect(loss).toHaveLength(1)
    expect(total(conf_matrix_test)).toBe(6)
    expect(out.at(-1)).toBe('weights of epoch 1: report.weights.npz')
    expect(existsSync(path('report.weights.npz'))).toBe(true)
  })

  test('twice: ends at once, and what is known is written', async () => {
    writeTree()
    const { code } = await train('', (line, console) => {
      if (!line.startsWith('epoch 1 of 2: ')) return
      console.interrupt()
      console.interrupt()
    })
    expect(code).toBe(130)
    const { meta, conf_matrix_test, val_loss } = report()
    expect(meta).toMatchObject({ status: 'stopped', incomplete: true })
    expect(val_loss).toHaveLength(1)
    expect(conf_matrix_test).toBeNull()
  })

  test('while the data are read: no report', async () => {
    writeTree()
    const { err, code } = await train('', (line, console) => {
      if (line.startsWith('reading ')) console.interrupt()
    })
    expect(code).toBe(130)
    expect(err).toEqual(['Error: Reading was cancelled.'])
    expect(existsSync(path('report.json'))).toBe(false)
  })
})

test.each([
  ['non-finite', 1],
  ['device', 3],
  ['out-of-memory', 3],
] as const)(
  'a run that fails as %s: exit %i, and the report keeps the epochs before',
  async (code, status) => {
    writeTree()
    failure.error = new StudioError(code, 'It broke.', 'Mend it.')
    const { code: exit, err } = await train()
    failure.error = null
    expect(exit).toBe(status)
    expect(err).toEqual(['Error: It broke.', 'Hint: Mend it.'])
    const { meta, val_loss, conf_matrix_test } = report()
    expect(meta).toMatchObject({ status: 'failed', incomplete: true })
    expect(val_loss).toHaveLength(1)
    expect(conf_matrix_test).toBeNull()
  },
)

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

/** The first rows of TRAIN, as many as TEST has. */
function leaked(files: Files): Float32Array {
  const train = files.get('DeltaZ/balanced/TRAIN/X.npy')!
  const bytes = train.slice(train.length - 12 * TRAINABLE_WIDTH * 4)
  return new Float32Array(bytes.buffer).slice(0, 8 * TRAINABLE_WIDTH)
}

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
