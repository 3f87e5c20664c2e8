import { describe, expect, test } from 'vitest'
import { foldRun, type RunSettings, type RunState } from '../core/run.ts'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import type { Attributes } from '../core/targets.ts'
import { attributesOf, attributeTable, treeFiles } from '../data/tree.fixture.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { bytesSource } from '../formats/source.ts'
import { createSourceEngine, type EngineEnvironment, type SourceEngine } from './engine.ts'

const ENVIRONMENT: EngineEnvironment = {
  gpu: undefined,
  wasm: { threads: 1, isolated: false },
  now: () => 0,
  yieldToEvents: async () => {},
  openScratch: async () => null,
  loadFixtures: async () => [],
}
const SPLITS = { TRAIN: 6, VALID: 4, TEST: 4 }
const TWO_INPUTS = { ...REFERENCE_SETTINGS, model: 'CNN-2inputs' } as const

/** An engine on a tree of 40 points per posterior, enough for every network with three convolutions. */
async function engineOn(edit: (files: Map<string, Uint8Array>) => void) {
  const files = treeFiles()
  files.delete('zgrid.npy')
  for (const [split, rows] of Object.entries(SPLITS)) {
    const x = Float32Array.from({ length: rows * 40 }, (_, i) => -((i * 7) % 31) - rows)
    files.set(`DeltaZ/balanced/${split}/X.npy`, encodeNpy('<f4', [rows, 40], x))
  }
  edit(files)
  const engine = createSourceEngine(ENVIRONMENT)
  const { candidates } = await engine.discover([...files].map(([path, bytes]) => bytesSource(bytes, path)))
  await engine.open(candidates.find(({ balance }) => balance === 'balanced')!.id, null)
  await engine.scan()
  return engine
}

test('a network with two inputs is planned where the redshift is known', async () => {
  const engine = await engineOn(() => {})
  expect(await engine.plan(TWO_INPUTS)).toMatchObject({ microBatches: 1, microBatchSize: 6 })
})

test('without attributes it is refused before a run, and one with one input is not', async () => {
  const engine = await engineOn((files) => {
    for (const split of Object.keys(SPLITS)) files.delete(`DeltaZ/balanced/${split}/attributes.npy`)
  })
  await expect(engine.plan(TWO_INPUTS)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(
      /TRAIN.*: there are no attributes, so the estimated redshift is not known\.$/,
    ),
    hint: 'Choose a model with one input, or add attributes.npy.',
  })
  expect((await engine.plan(REFERENCE_SETTINGS)).stepsPerEpoch).toBe(1)
})

test('so is an index in a zgrid that is not there', async () => {
  const engine = await engineOn(() => {})
  await expect(engine.plan({ ...TWO_INPUTS, redshift: 'index' })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/TRAIN.*: there is no zgrid, so a redshift has no index\.$/),
  })
})

test('so is a redshift that is missing in one row of one split', async () => {
  const engine = await engineOn((files) => {
    const rows = attributesOf(SPLITS.TEST).map((row, i) => (i === 2 ? { ...row, redshift: Number.NaN } : row))
    files.set('DeltaZ/balanced/TEST/attributes.npy', attributeTable(rows))
  })
  await expect(engine.plan(TWO_INPUTS)).rejects.toMatchObject({
    message: expect.stringMatching(/TEST.*: the estimated redshift is missing in 1 row \(row 2\)\.$/),
  })
})

test('log-likelihoods without the log-evidence are refused before a run as well', async () => {
  const engine = await engineOn((files) => files.delete('DeltaZ/balanced/VALID/attributes.npy'))
  await expect(engine.plan({ ...REFERENCE_SETTINGS, input: 'logVraisemblance' })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/VALID.* has no attributes, and the input logVraisemblance needs/),
  })
})

describe('a natural test whose rows lack what the network is to see', () => {
  const SIBLING = 'DeltaZ/unbalanced'

  /** The balanced tree beside an unbalanced one of 4 natural rows with these attributes. */
  function withNatural(attributes: readonly Attributes[] | null) {
    return engineOn((files) => {
      for (const [path, bytes] of treeFiles(SIBLING)) if (path.startsWith(SIBLING)) files.set(path, bytes)
      for (const [split, rows] of Object.entries(SPLITS)) {
        const x = Float32Array.from({ length: rows * 40 }, (_, i) => -((i * 11) % 37) - rows - 100)
        files.set(`${SIBLING}/${split}/X.npy`, encodeNpy('<f4', [rows, 40], x))
      }
      const table = `${SIBLING}/TEST/attributes.npy`
      if (attributes === null) files.delete(table)
      else files.set(table, attributeTable(attributes))
    })
  }

  const COMPLETE = attributesOf(4, 700)
  const WITHOUT_REDSHIFT = COMPLETE.with(2, { ...COMPLETE[2]!, redshift: Number.NaN })
  const WITHOUT_EVIDENCE = COMPLETE.with(1, { ...COMPLETE[1]!, logEvidence: Number.NaN })
  const PLAIN = { ...REFERENCE_SETTINGS, epochs: 1, batchSize: 6, backend: 'wasm' } as const
  const LIKELIHOODS = { ...PLAIN, input: 'logVraisemblance' } as const
  const BOTH = { ...PLAIN, model: 'CNN-2inputs' } as const

  test.each<[string, readonly Attributes[] | null, RunSettings, boolean]>([
    ['complete rows, two inputs', COMPLETE, BOTH, true],
    ['complete rows, log-likelihoods', COMPLETE, LIKELIHOODS, true],
    ['no attributes, one input', null, PLAIN, true],
    ['no attributes, two inputs', null, BOTH, false],
    ['no attributes, log-likelihoods', null, LIKELIHOODS, false],
    ['a redshift is missing, two inputs', WITHOUT_REDSHIFT, BOTH, false],
    ['a redshift is missing, log-likelihoods', WITHOUT_REDSHIFT, LIKELIHOODS, true],
    ['a log-evidence is missing, two inputs', WITHOUT_EVIDENCE, BOTH, true],
    ['a log-evidence is missing, log-likelihoods', WITHOUT_EVIDENCE, LIKELIHOODS, false],
  ])('does not stop a run: %s', async (_, attributes, settings, isTested) => {
    const engine = await withNatural(attributes)
    expect((await engine.plan(settings)).stepsPerEpoch).toBe(1)
    const state = await run(engine, settings)
    expect([state.status, state.error]).toEqual(['finished', null])
    expect(state.dataset.natural).toEqual(isTested ? [2, 2] : null)
    expect(state.natural === null).toBe(!isTested)
    // the test of the splits is as it is without
    expect(state.test?.matrix.flat().reduce((sum, count) => sum + count)).toBe(4)
  })
})

/** A run to its end. */
async function run(engine: SourceEngine, settings: RunSettings): Promise<RunState> {
  const { signal } = new AbortController()
  let state: RunState | null = null
  for await (const event of engine.train(settings, { stop: signal, abandon: signal })) {
    state = foldRun(state, event)
  }
  return state!
}

describe('a memory limit', () => {
  /**
   * CNN3 on 256 points: 268,962 parameters, and 101,352 bytes per sample: its input, 9 bytes per pooled value of
   * 124 x 32, 59 x 64 and 28 x 128 (8 of the last, whose choice is free before the peak), 20 bytes per value of the dense
   * layers.
   */
  const PARAMETERS = 268_962
  const SAMPLE = 4 * 256 + 9 * (124 * 32 + 59 * 64) + 8 * 28 * 128 + 20 * (64 + 32 + 2)
  const SETTINGS = { ...REFERENCE_SETTINGS, batchSize: 32, epochs: 2, backend: 'wasm' } as const

  async function sampleEngine(): Promise<SourceEngine> {
    const engine = createSourceEngine(ENVIRONMENT)
    await engine.simulate({ rows: 120, points: 256, seed: 1 })
    return engine
  }

  test.each([
    // 4 copies of the parameters and 32 samples are 7.55 MB
    [null, 32, 1, false],
    [8, 32, 1, false],
    // 5 copies are 5.38 MB: 15 samples fit beside them, then 6
    [7, 11, 3, false],
    [6, 6, 6, false],
    [5, 1, 32, true],
  ])('of %j MB: %i samples in %i passes', async (memoryLimit, microBatchSize, microBatches, exceeds) => {
    const engine = await sampleEngine()
    const plan = await engine.plan({ ...SETTINGS, memoryLimit })
    expect(plan).toMatchObject({ parameters: PARAMETERS, microBatchSize, microBatches })
    expect(plan.bytes.activations).toBe(microBatchSize * SAMPLE)
    const needed = 20 * PARAMETERS + SAMPLE
    expect(plan.exceeded).toEqual(exceeds ? [{ kind: 'memory', needed, limit: 5e6 }] : [])
  })

  test('changes the passes of a run and not its losses', async () => {
    const engine = await sampleEngine()
    const whole = await run(engine, SETTINGS)
    const limited = await run(engine, { ...SETTINGS, memoryLimit: 6 })
    expect([whole.plan.microBatches, limited.plan.microBatches]).toEqual([1, 6])
    expect(limited.plan).toEqual(await engine.plan({ ...SETTINGS, memoryLimit: 6 }))
    for (const key of ['loss', 'valLoss'] as const) {
      expect(whole.history[key]).toHaveLength(2)
      for (const [epoch, loss] of whole.history[key].entries()) {
        expect(Math.abs(limited.history[key][epoch]! / loss - 1)).toBeLessThan(1e-5)
      }
    }
  })
})
