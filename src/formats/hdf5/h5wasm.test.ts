import { expect, test } from 'vitest'
import { loadH5wasm, withTemporaryFile } from './h5wasm.ts'

test('the library is loaded once', async () => {
  expect(loadH5wasm()).toBe(loadH5wasm())
  const { File, FS } = await loadH5wasm()
  expect([typeof File, typeof FS.writeFile]).toEqual(['function', 'function'])
})

test('what HDF5 cannot do is thrown', async () => {
  const { File } = await loadH5wasm()
  expect(() => new File('/missing.h5', 'r')).toThrow('No such file or directory')
})

test('each temporary file has a path of its own, and is removed', async () => {
  const library = await loadH5wasm()
  const paths = withTemporaryFile(library, (outer) =>
    withTemporaryFile(library, (inner) => {
      library.FS.writeFile(outer, 'a')
      library.FS.writeFile(inner, 'b')
      return [outer, inner]
    }),
  )
  expect(new Set(paths).size).toBe(2)
  expect(paths.map((path) => library.FS.analyzePath(path).exists)).toEqual([false, false])
  expect(withTemporaryFile(library, () => 'no file was made')).toBe('no file was made')
})

test('a temporary file is emptied and removed also where HDF5 still holds it open', async () => {
  const library = await loadH5wasm()
  const before = library.FS.readdir('/')
  let node: { usedBytes: number } | null = null
  const useAndFail = () =>
    withTemporaryFile(library, (path) => {
      const file = new library.File(path, 'w')
      file.create_attribute('a', 'text')
      file.flush()
      node = library.FS.lookupPath(path, {}).node as unknown as { usedBytes: number }
      expect(node.usedBytes).toBeGreaterThan(0)
      throw new Error('given up')
    })
  expect(useAndFail).toThrow('given up')
  expect(node).toMatchObject({ usedBytes: 0 })
  expect(library.FS.readdir('/')).toEqual(before)
})
