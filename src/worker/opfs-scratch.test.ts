import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { opfsScratch } from './opfs-scratch.ts'

/** What the fake does in place of a browser's storage. */
interface Behaviour {
  write?: (length: number) => number
  estimate?: StorageEstimate
}

/** A private file system with the locks of Chromium; an error has a browser's name. */
function fakeStorage(behaviour: Behaviour = {}) {
  const files = new Map<string, number[]>()
  const locks = new Map<string, { mode: string; count: number }>()
  const folders: string[] = []

  function fail(name: string): never {
    throw new DOMException(`the browser says ${name}`, name)
  }

  function fileHandle(name: string) {
    return {
      kind: 'file',
      getFile: async () => new File([Uint8Array.from(files.get(name) ?? fail('NotFoundError'))], name),
      createSyncAccessHandle: async ({ mode }: { mode: string }) => {
        const lock = locks.get(name)
        if (lock !== undefined && (mode !== 'read-only' || lock.mode !== mode))
          fail('NoModificationAllowedError')
        locks.set(name, { mode, count: (lock?.count ?? 0) + 1 })
        return {
          getSize: () => files.get(name)!.length,
          read: (out: Uint8Array, { at }: { at: number }) => {
            const bytes = (files.get(name) ?? fail('InvalidStateError')).slice(at, at + out.length)
            out.set(bytes)
            return bytes.length
          },
          write: (bytes: Uint8Array, { at }: { at: number }) => {
            if (mode === 'read-only') fail('NoModificationAllowedError')
            const written = behaviour.write?.(bytes.length) ?? bytes.length
            const stored = files.get(name)!
            for (let i = 0; i < bytes.length; i++) stored[at + i] = bytes[i]!
            return written
          },
          flush: () => {},
          close: () => {
            const { count } = locks.get(name)!
            if (count === 1) locks.delete(name)
            else locks.set(name, { mode, count: count - 1 })
          },
        }
      },
    }
  }

  const folder = {
    getFileHandle: async (name: string, { create = false } = {}) => {
      if (!files.has(name)) {
        if (!create) fail('NotFoundError')
        files.set(name, [])
      }
      return fileHandle(name)
    },
    removeEntry: async (name: string) => {
      if (locks.has(name)) fail('NoModificationAllowedError')
      if (!files.delete(name)) fail('NotFoundError')
    },
    entries: async function* () {
      yield ['folder', { kind: 'directory' }]
      for (const name of files.keys()) yield [name, fileHandle(name)]
      yield ['removed.f32', fileHandle('removed.f32')]
    },
  }
  const storage = {
    getDirectory: async () => ({
      getDirectoryHandle: async (name: string) => {
        folders.push(name)
        return folder
      },
    }),
    estimate: async () => behaviour.estimate ?? {},
  } as unknown as StorageManager
  return { storage, files, locks, folders, fail }
}

beforeEach(() => {
  vi.stubGlobal(
    'FileSystemFileHandle',
    class {
      createSyncAccessHandle() {}
    },
  )
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('where there is none', () => {
  test('no storage, as on a page that is not secure', async () => {
    vi.stubGlobal('navigator', {})
    expect(await opfsScratch()).toBeNull()
  })

  test('no private file system, or none with synchronous files', async () => {
    expect(await opfsScratch({} as StorageManager)).toBeNull()
    vi.stubGlobal('FileSystemFileHandle', class {})
    expect(await opfsScratch(fakeStorage().storage)).toBeNull()
  })

  test('a private window that refuses it', async () => {
    const { fail } = fakeStorage()
    const getDirectory = async () => fail('SecurityError')
    expect(await opfsScratch({ getDirectory } as unknown as StorageManager)).toBeNull()
  })
})

describe('files', () => {
  test('are written and read in the folder of the studio', async () => {
    const { storage, folders, locks } = fakeStorage()
    const scratch = (await opfsScratch(storage))!
    expect(scratch.kind).toBe('browser')
    expect(folders).toEqual(['redshift-studio'])
    expect(await scratch.read('a.f32')).toBeNull()
    await scratch.remove('a.f32')
    const file = await scratch.open('a.f32')
    await file.write(new Uint8Array([1, 2, 3]), 0)
    await file.write(new Uint8Array([8, 9]), 2)
    await file.flush()
    expect(file.byteLength).toBe(4)
    await file.close()
    await file.close()
    const [first, second] = [await scratch.read('a.f32'), await scratch.read('a.f32')]
    const out = new Uint8Array(2)
    await first!.read(out, 1)
    expect([...out]).toEqual([2, 8])
    await second!.read(out, 2)
    expect([...out]).toEqual([8, 9])
    expect(await scratch.list()).toEqual([{ name: 'a.f32', byteLength: 4 }])
    await first!.close()
    await second!.close()
    expect(locks.size).toBe(0)
    await scratch.remove('a.f32')
    expect(await scratch.list()).toEqual([])
  })

  test('are given away as Blobs of the browser, and held as long as the page lives', async () => {
    const { storage, locks } = fakeStorage()
    const scratch = (await opfsScratch(storage))!
    expect(await scratch.blob('a.zip')).toBeNull()
    const file = await scratch.open('a.zip')
    await file.write(new Uint8Array([1, 2, 3]), 0)
    await expect(scratch.blob('a.zip')).rejects.toMatchObject({ reason: 'busy' })
    await file.close()
    const blob = (await scratch.blob('a.zip'))!
    expect(blob).toBeInstanceOf(File)
    expect([...new Uint8Array(await blob.arrayBuffer())]).toEqual([1, 2, 3])
    expect([...locks]).toEqual([['a.zip', { mode: 'read-only', count: 1 }]])
    await expect(scratch.remove('a.zip')).rejects.toMatchObject({ reason: 'busy' })
  })

  test('that another tab holds are busy', async () => {
    const { storage } = fakeStorage()
    const scratch = (await opfsScratch(storage))!
    await scratch.open('a.f32')
    const busy = {
      code: 'bad-input',
      reason: 'busy',
      message: 'a.f32 is in use, perhaps in another tab.',
      hint: 'Close the other tabs of the studio, or wait until they have ended their work.',
    }
    await expect(scratch.open('a.f32')).rejects.toMatchObject(busy)
    await expect(scratch.read('a.f32')).rejects.toMatchObject(busy)
    await expect(scratch.remove('a.f32')).rejects.toMatchObject(busy)
  })

  test('that were cut or cleared are gone', async () => {
    const { storage, files } = fakeStorage()
    const scratch = (await opfsScratch(storage))!
    const file = await scratch.open('a.f32')
    await file.write(new Uint8Array(10), 0)
    files.set('a.f32', [1, 2, 3])
    await expect(file.read(new Uint8Array(4), 1)).rejects.toMatchObject({
      code: 'file-gone',
      message: 'a.f32 gave 2 bytes from position 1; expected 4.',
    })
    files.clear()
    await expect(file.read(new Uint8Array(4), 1)).rejects.toMatchObject({
      code: 'file-gone',
      message: 'a.f32 gave 0 bytes from position 1; expected 4.',
      hint: "The studio's storage was cleared. Open the data set again.",
    })
  })

  test('have checked names', async () => {
    const scratch = (await opfsScratch(fakeStorage().storage))!
    for (const name of ['..', 'A.f32', 'a/b']) {
      await expect(scratch.open(name)).rejects.toThrow('Expected a file name of')
      await expect(scratch.read(name)).rejects.toThrow('Expected a file name of')
      await expect(scratch.blob(name)).rejects.toThrow('Expected a file name of')
      await expect(scratch.remove(name)).rejects.toThrow('Expected a file name of')
    }
  })
})

describe('room', () => {
  test('is what the browser estimates, or unknown', async () => {
    const behaviour: Behaviour = { estimate: { usage: 5, quota: 50 } }
    const scratch = (await opfsScratch(fakeStorage(behaviour).storage))!
    expect(await scratch.space()).toEqual({ usage: 5, quota: 50 })
    behaviour.estimate = { usage: 5 }
    expect(await scratch.space()).toBeNull()
  })

  test.each([0, 1023, 1025, 4294967295, -1, Number.NaN])(
    'that is used up is noticed by the count %d',
    async (count) => {
      const behaviour: Behaviour = { write: () => count }
      const scratch = (await opfsScratch(fakeStorage(behaviour).storage))!
      const file = await scratch.open('a.f32')
      const text = { '-1': '-1', NaN: 'NaN', 4294967295: '4,294,967,295' }[String(count)]
      await expect(file.write(new Uint8Array(1024), 4096)).rejects.toMatchObject({
        reason: 'full',
        message: `a.f32: ${text ?? count.toLocaleString('en')} of 1,024 bytes were stored at position 4,096. There is no more room.`,
      })
      expect(file.byteLength).toBe(0)
    },
  )

  test('that is used up is noticed by the error, and other errors keep their reason', async () => {
    const { fail, storage } = fakeStorage({
      write: (length) => fail(length > 9 ? 'QuotaExceededError' : 'DataError'),
    })
    const file = await (await opfsScratch(storage))!.open('a.f32')
    await expect(file.write(new Uint8Array(10), 0)).rejects.toMatchObject({
      code: 'bad-input',
      reason: 'full',
      message: 'a.f32: 0 of 10 bytes were stored at position 0. There is no more room.',
      hint: 'Remove copies that are not needed and free disk space. A private window has little room: use another.',
    })
    await expect(file.write(new Uint8Array(9), 0)).rejects.toMatchObject({
      code: 'bad-input',
      message: "a.f32 in the browser's storage cannot be used: the browser says DataError",
    })
  })
})
