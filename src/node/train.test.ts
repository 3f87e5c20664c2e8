// Training by the command: what a run writes and says, that its numbers are those of the page, and what is
// kept of one that is interrupted or fails.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { StudioError } from '../core/errors.ts'
import { foldRun, type RunEvent, type RunState } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { fixtureFiles } from '../data/table.fixture.ts'
import { createEngine } from '../engine/engine.ts'
import type { WarmUpRequest } from '../engine/warm-up.ts'
import { connect } from '../worker/client.ts'
import type { Handlers } from '../worker/protocol.ts'
import { createRemoteEngine } from '../worker/remote-engine.ts'
import { serve } from '../worker/serve.ts'
import { trainableFiles, writeFiles } from './console.fixture.ts'
import { nodeEnvironment } from './node-environment.ts'
import { total, trainingFolder } from './train.fixture.ts'

const { command, path, report, train, writeTree } = trainingFolder()

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

describe('a run', () => {
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
    expect(out.slice(-2)).toEqual([`weights of epoch ${meta.bestEpoch}: w.npz`, 'report: r.json'])
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
    expect(out.at(-2)).toBe(`network of epoch ${report().meta.bestEpoch}: ${name}`)
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
      const { code, err } = await command(line.trim())
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
    const { code, err } = await command(line)
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
    expect(out.at(-2)).toBe('weights of epoch 1: report.weights.npz')
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
