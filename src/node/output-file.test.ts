import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import * as files from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { temporaryFolder } from './console.fixture.ts'
import { appendLine, requireWritable, writeOutput } from './output-file.ts'

const isLinux = process.platform === 'linux'
const FULL = {
  code: 'bad-input',
  message: '--out /dev/full could not be written: no space is left there.',
  hint: 'Free disk space, or choose another place.',
}

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => {
  vi.restoreAllMocks()
  folder.remove()
})

const path = (name: string) => join(folder.path, name)
const out = (name: string) => ({ flag: '--out', path: path(name) })

describe('asked before', () => {
  test('a file that can be written is as it was, and a new one is not made', async () => {
    writeFileSync(path('old'), 'mine')
    await requireWritable(out('old'))
    await requireWritable(out('new'))
    expect(readdirSync(folder.path)).toEqual(['old'])
    expect(readFileSync(path('old'), 'utf8')).toBe('mine')
  })

  test('a link that leads nowhere stays, and what it leads to is not made', async () => {
    mkdirSync(path('there'))
    symlinkSync(path('there/new'), path('link'))
    await requireWritable(out('link'))
    expect(readdirSync(folder.path)).toEqual(['link', 'there'])
    expect(readdirSync(path('there'))).toEqual([])
  })

  test('a folder', async () => {
    mkdirSync(path('f'))
    await expect(requireWritable(out('f'))).rejects.toMatchObject({
      code: 'bad-input',
      message: `--out ${path('f')} is a folder.`,
      hint: 'Give the path of a file.',
    })
  })

  test('a path below a file', async () => {
    writeFileSync(path('file'), '')
    await expect(requireWritable(out('file/r.json'))).rejects.toMatchObject({
      code: 'bad-input',
      message: `--out ${path('file/r.json')} lies in ${path('file')}, which is no folder.`,
      hint: 'Make the folder first.',
    })
  })

  test('a link to itself', async () => {
    symlinkSync(path('loop'), path('loop'))
    await expect(requireWritable(out('loop'))).rejects.toMatchObject({
      code: 'bad-input',
      message: `--out ${path('loop')} cannot be written: ELOOP: too many symbolic links encountered.`,
      hint: 'Choose another place.',
    })
  })

  // permissions do not bind root, those of /proc do
  test.runIf(isLinux)('a folder that takes no files', async () => {
    await expect(requireWritable({ flag: '--out', path: '/proc/r.json' })).rejects.toMatchObject({
      code: 'bad-input',
      message: '--out /proc/r.json cannot be written: ENOENT: no such file or directory.',
    })
  })
})

describe('written', () => {
  test('a file anew, shorter than it was', async () => {
    writeFileSync(path('r'), 'long before')
    await writeOutput(out('r'), new Blob(['now']))
    expect(readFileSync(path('r'), 'utf8')).toBe('now')
  })

  test('more than one piece', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251)
    await writeOutput(out('r'), new Blob([bytes, bytes]))
    expect(Buffer.compare(readFileSync(path('r')), Buffer.concat([bytes, bytes]))).toBe(0)
  })

  test('a folder that went away meanwhile', async () => {
    await expect(writeOutput(out('gone/r'), new Blob(['now']))).rejects.toMatchObject({
      code: 'bad-input',
      message: `--out ${path('gone/r')} cannot be written: ENOENT: no such file or directory.`,
    })
  })

  test('a disk that fills up: nothing of the file stays', async () => {
    const handle = await files.open(path('any'), 'w')
    await handle.close()
    const prototype: files.FileHandle = Object.getPrototypeOf(handle)
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    })
    rmSync(path('any'))
    vi.spyOn(prototype, 'appendFile').mockImplementation(async () => {
      expect(readdirSync(folder.path)).toEqual(['r'])
      truncateSync(path('r'), 3)
      throw full
    })
    await expect(writeOutput(out('r'), new Blob(['now and then']))).rejects.toMatchObject({
      ...FULL,
      message: `--out ${path('r')} could not be written: no space is left there.`,
    })
    expect(readdirSync(folder.path)).toEqual([])
  })

  test.runIf(isLinux)('a full device, which stays', async () => {
    symlinkSync('/dev/full', path('r'))
    await expect(writeOutput({ flag: '--out', path: '/dev/full' }, new Blob(['now']))).rejects.toMatchObject(
      FULL,
    )
    await expect(writeOutput(out('r'), new Blob(['now']))).rejects.toMatchObject({ code: 'bad-input' })
    expect(() => appendLine({ flag: '--out', path: '/dev/full' }, 'line')).toThrow(FULL.message)
    expect(readdirSync(folder.path)).toEqual(['r'])
    expect((await files.stat('/dev/full')).isCharacterDevice()).toBe(true)
  })
})
