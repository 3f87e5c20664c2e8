import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeNpy } from '../formats/npy-write.ts'
import { command, temporaryFolder, writeFiles } from './console.fixture.ts'
import type { Verification } from './verify.ts'

const FIXTURES = join(import.meta.dirname, '../../reference/fixtures/keras')
const NAME = 'CNN3-34'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

describe('a fixture', () => {
  test('that agrees: one line per quantity, exit 0', async () => {
    const { out, err, code } = await command(`verify ${NAME} --backend wasm`, FIXTURES)
    expect(err).toEqual([])
    expect(code).toBe(0)
    expect(out[0]).toMatch(/^CNN3 at length 34, Keras [\d.]+, on wasm: /)
    expect(out.slice(1).map((line) => line.slice(0, 13).trim())).toEqual([
      'probabilities',
      'loss',
      'gradient',
      'adam',
      'adam rule',
    ])
    for (const line of out.slice(1)) expect(line).toMatch(/error \d\.\d\de-\d+ {2}limit 1e-\d {2}ok/)
  })

  test('as JSON: every tensor with error and limit', async () => {
    const { out } = await command(`verify ${NAME} --backend wasm --json`, FIXTURES)
    const result = JSON.parse(out.join('\n')) as Verification
    const weights = readdirSync(join(FIXTURES, NAME, 'weights')).length
    expect(result).toMatchObject({ model: 'CNN3', length: 34, backend: 'wasm', ok: true })
    expect(result.tensors).toHaveLength(3 + 2 * weights)
    expect(result.quantities).toHaveLength(5)
  })

  test('that differs: exit 1, and the line says so', async () => {
    cpSync(join(FIXTURES, NAME), join(folder.path, 'f'), { recursive: true })
    writeFiles(folder.path, new Map([['f/expect/loss.npy', encodeNpy('<f8', [], Float64Array.of(0.5))]]))
    const { out, code } = await command('verify f --backend wasm', folder.path)
    expect(code).toBe(1)
    expect(out.filter((line) => line.includes('OVER'))).toHaveLength(1)
    expect(out[2]).toMatch(/^loss .*OVER$/)
  })

  test('that lacks a file: exit 2', async () => {
    cpSync(join(FIXTURES, NAME), join(folder.path, 'f'), { recursive: true })
    rmSync(join(folder.path, 'f/expect/gradients/03.npy'))
    const { err, code } = await command('verify f --backend wasm', folder.path)
    expect(code).toBe(2)
    expect(err[0]).toMatch(/^Error: .*gradients/)
  })

  test.each([
    ['verify', 'Error: DIR is missing.'],
    ['verify nowhere', 'Error: nowhere does not exist.'],
    [`verify ${NAME} --backend gpu`, 'Error: --backend is "gpu"; expected one of auto, webgpu, wasm.'],
  ])('%s: exit 2', async (line, message) => {
    const { err, code } = await command(line, FIXTURES)
    expect(code).toBe(2)
    expect(err[0]).toBe(message)
  })
})
