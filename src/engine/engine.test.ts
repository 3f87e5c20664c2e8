import { expect, test } from 'vitest'
import { REFERENCE_SETTINGS } from '../core/settings.ts'
import { attributesOf, attributeTable, treeFiles } from '../data/tree.fixture.ts'
import { encodeNpy } from '../formats/npy-write.ts'
import { bytesSource } from '../formats/source.ts'
import { createSourceEngine, type EngineEnvironment } from './engine.ts'

const ENVIRONMENT: EngineEnvironment = {
  gpu: undefined,
  wasm: { threads: 1, isolated: false },
  now: () => 0,
  yieldToEvents: async () => {},
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
  await engine.open(candidates[0]!.id, null)
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
