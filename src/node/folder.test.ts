import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { temporaryFolder, writeFiles } from './console.fixture.ts'
import { openFolder } from './folder.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const BYTES = Uint8Array.of(0, 1, 2, 3, 4, 5)

function write(...names: string[]): void {
  writeFiles(folder.path, new Map(names.map((name) => [name, BYTES])))
}

async function names(path: string, most?: number): Promise<string[]> {
  const { sources, close } = await openFolder(path, folder.path, most)
  await close()
  return sources.map(({ name }) => name)
}

describe('a folder', () => {
  test("paths begin with the folder's own name", async () => {
    write('DeltaZ/balanced/TRAIN/X.npy', 'DeltaZ/zgrid.npy')
    expect(await names('DeltaZ')).toEqual(['DeltaZ/balanced/TRAIN/X.npy', 'DeltaZ/zgrid.npy'])
    expect(await names('DeltaZ/balanced')).toEqual(['balanced/TRAIN/X.npy'])
    expect(await names(join(folder.path, 'DeltaZ/'))).toHaveLength(2)
    expect(await names('DeltaZ/zgrid.npy')).toEqual(['zgrid.npy'])
  })

  test('links are followed, circles and dead ends end', async () => {
    write('data/X.npy')
    mkdirSync(join(folder.path, 'chosen'))
    symlinkSync(join(folder.path, 'data'), join(folder.path, 'chosen/linked'))
    symlinkSync(join(folder.path, 'chosen'), join(folder.path, 'data/circle'))
    symlinkSync(join(folder.path, 'nowhere'), join(folder.path, 'chosen/dead'))
    expect(await names('chosen')).toEqual(['chosen/linked/X.npy'])
  })

  test('one that does not exist, or holds too much, is refused', async () => {
    write('many/a', 'many/b', 'many/c')
    await expect(names('none')).rejects.toMatchObject({
      code: 'bad-input',
      message: 'none does not exist.',
    })
    await expect(names('many', 2)).rejects.toThrow('many holds more than 2 files and folders.')
    expect(await names('many', 3)).toHaveLength(3)
  })
})

describe('a file', () => {
  test('is read by position', async () => {
    write('a/x.bin')
    const { sources, close } = await openFolder('a', folder.path)
    expect(sources[0]).toMatchObject({ name: 'a/x.bin', byteLength: 6 })
    expect(await sources[0]!.slice(2, 5)).toEqual(Uint8Array.of(2, 3, 4))
    expect(await sources[0]!.slice(0, 6)).toEqual(BYTES)
    expect(await sources[0]!.slice(6, 6)).toEqual(new Uint8Array(0))
    await close()
  })

  test.each([
    ['cut', (path: string) => truncateSync(path, 3)],
    ['written anew', (path: string) => writeFileSync(path, Uint8Array.of(9, 9, 9, 9, 9, 9, 9))],
  ])('that was %s meanwhile is refused', async (_, change) => {
    write('a/x.bin')
    const { sources, close } = await openFolder('a', folder.path)
    await sources[0]!.slice(0, 1)
    change(join(folder.path, 'a/x.bin'))
    await expect(sources[0]!.slice(0, 1)).rejects.toMatchObject({
      code: 'file-gone',
      message: 'a/x.bin was changed while it was read.',
    })
    await close()
  })
})
