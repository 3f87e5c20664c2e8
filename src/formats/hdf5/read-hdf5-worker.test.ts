// In a worker the library reads a file where it lies. Node has no worker of the browser's kind, so one is put up before the
// library is loaded, which looks for it then.

import { expect, test, vi } from 'vitest'
import { kerasBytes } from '../../data/model-file/keras-models.fixture.ts'
import { loadH5wasm } from './h5wasm.ts'
import { readHdf5 } from './read-hdf5.ts'

const { FakeBlob, state } = vi.hoisted(() => {
  const state = { bytes: new Uint8Array(0), sizes: [] as number[], isGone: false }
  class FakeBlob extends Blob {
    readonly from: number
    constructor(from: number, to: number) {
      super([state.bytes.slice(from, to)])
      this.from = from
    }
    override slice(start = 0, end = this.size): Blob {
      return new FakeBlob(this.from + start, this.from + Math.min(end, this.size))
    }
  }
  /** The reader that does not wait. It notes how much is read. */
  class FileReaderSync {
    readAsArrayBuffer({ from, size }: FakeBlob): ArrayBuffer {
      if (state.isGone) throw new DOMException('The file could not be read.', 'NotReadableError')
      state.sizes.push(size)
      return state.bytes.slice(from, from + size).buffer
    }
  }
  Object.assign(globalThis, { WorkerGlobalScope: Object, FileReaderSync })
  return { FakeBlob, state }
})

const PATH = '/layers/conv1d_1/vars/0'

test('only what is asked for is read, and nothing stays', async () => {
  const bytes = kerasBytes('cnn3.weights.h5')
  state.bytes = bytes
  const file = { name: 'net.h5', blob: new FakeBlob(0, bytes.length) }
  const values = await readHdf5(file, (reader) => reader.readFloat32(PATH))
  // reference/keras_files.py: weight 2 starts its pattern at 22 of 61
  expect(values[0]).toBe(Math.fround(Math.sqrt(6 / (6 * 32 + 64)) * (22 / 30 - 1)))
  expect(values.length).toBe(6 * 32 * 64)
  expect(state.sizes.length).toBeGreaterThan(2)
  expect(state.sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(bytes.length / 2)
  const { FS } = await loadH5wasm()
  expect(FS.readdir('/').filter((name: string) => name.startsWith('redshift-studio'))).toEqual([])
})

test('a file that is removed meanwhile is no damage', async () => {
  state.bytes = kerasBytes('cnn3.weights.h5')
  const file = { name: 'net.h5', blob: new FakeBlob(0, state.bytes.length) }
  state.isGone = true
  await expect(readHdf5(file, (reader) => reader.names('/'))).rejects.toMatchObject({
    name: 'NotReadableError',
  })
})
