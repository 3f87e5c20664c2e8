import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { scratchFolder } from './scratch-folder.ts'

let parent: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'scratch-folder-test-'))
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(parent, { recursive: true })
})

test('nothing is made before the first file, and nothing stays after the end', async () => {
  const scratch = scratchFolder(parent)
  expect(await scratch.list()).toEqual([])
  expect(await scratch.read('a.f32')).toBeNull()
  await scratch.remove('a.f32')
  expect(readdirSync(parent)).toEqual([])
  const file = await scratch.open('a.f32')
  expect(readdirSync(parent)).toEqual([expect.stringMatching(/^redshift-studio-scratch-/)])
  await file.write(new Uint8Array([1, 2]), 0)
  await scratch.close()
  expect(readdirSync(parent)).toEqual([])
  await scratch.close()
  const again = await scratch.open('a.f32')
  expect(again.byteLength).toBe(0)
  await scratch.close()
  expect(readdirSync(parent)).toEqual([])
})

test('bytes are written and read at any place, by several readers', async () => {
  const scratch = scratchFolder(parent)
  const file = await scratch.open('a.f32')
  await file.write(new Uint8Array([1, 2, 3, 4]), 0)
  await file.write(new Uint8Array([9, 5]), 3)
  expect(file.byteLength).toBe(5)
  const out = new Uint8Array(3)
  await file.read(out, 2)
  expect([...out]).toEqual([3, 9, 5])
  await file.flush()
  await file.close()
  await file.close()
  const [first, second] = [await scratch.read('a.f32'), await scratch.read('a.f32')]
  expect(first!.byteLength).toBe(5)
  await first!.read(out, 0)
  await second!.read(out.subarray(1), 0)
  expect([...out]).toEqual([1, 1, 2])
  const reopened = await scratch.open('a.f32')
  expect(reopened.byteLength).toBe(5)
  expect(await scratch.list()).toEqual([{ name: 'a.f32', byteLength: 5 }])
  await scratch.close()
})

test('a file is given away as a Blob that reads the disk', async () => {
  const scratch = scratchFolder(parent)
  expect(await scratch.blob('a.zip')).toBeNull()
  const file = await scratch.open('a.zip')
  await file.write(new Uint8Array([1, 2, 3, 4]), 0)
  await file.close()
  expect(await scratch.blob('b.zip')).toBeNull()
  const blob = (await scratch.blob('a.zip'))!
  expect(blob.size).toBe(4)
  expect([...new Uint8Array(await blob.slice(1, 3).arrayBuffer())]).toEqual([2, 3])
  truncateSync(join(parent, readdirSync(parent)[0]!, 'a.zip'), 2)
  await expect(blob.arrayBuffer()).rejects.toThrow('The blob could not be read')
  truncateSync(join(parent, readdirSync(parent)[0]!, 'a.zip'), 2 ** 32)
  await expect(scratch.blob('a.zip')).rejects.toMatchObject({
    code: 'bad-input',
    message: 'a.zip has 4,294,967,296 bytes; Node.js gives away 4,294,967,295 as a Blob at most.',
    hint: 'Save the files into a folder instead.',
  })
  await scratch.close()
})

test('the room is that of the disk, and files count as used', async () => {
  const scratch = scratchFolder(parent)
  const before = await scratch.space()
  expect(before!.usage).toBe(0)
  expect(before!.quota).toBeGreaterThan(0)
  const file = await scratch.open('a.f32')
  await file.write(new Uint8Array(1000), 0)
  expect((await scratch.space())!.usage).toBe(1000)
  await file.close()
  await scratch.remove('a.f32')
  expect((await scratch.space())!.usage).toBe(0)
  await scratch.close()
})

test('a file that was cut gives an error, not fewer bytes', async () => {
  const scratch = scratchFolder(parent)
  const file = await scratch.open('a.f32')
  await file.write(new Uint8Array(10), 0)
  truncateSync(join(parent, readdirSync(parent)[0]!, 'a.f32'), 6)
  await expect(file.read(new Uint8Array(8), 2)).rejects.toMatchObject({
    code: 'file-gone',
    message: 'a.f32 gave 4 bytes from position 2; expected 8.',
  })
  await scratch.close()
})

test('writing to a reader, a folder that is none, and names that lead elsewhere are refused', async () => {
  const scratch = scratchFolder(parent)
  await (await scratch.open('a.f32')).close()
  const reader = await scratch.read('a.f32')
  await expect(reader!.write(new Uint8Array(1), 0)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/^a\.f32 in the folder for temporary files cannot be used: E/),
  })
  for (const name of ['../a', '.', '..', 'A', 'a/b', '', '-a', 'a\\b', 'x'.repeat(201)]) {
    await expect(scratch.open(name)).rejects.toThrow('Expected a file name of a-z, 0-9, . and -')
    await expect(scratch.read(name)).rejects.toThrow('Expected a file name of a-z, 0-9, . and -')
    await expect(scratch.blob(name)).rejects.toThrow('Expected a file name of a-z, 0-9, . and -')
    await expect(scratch.remove(name)).rejects.toThrow('Expected a file name of a-z, 0-9, . and -')
  }
  await scratch.close()
  const absent = scratchFolder(join(parent, 'absent'))
  await expect(absent.open('a.f32')).rejects.toMatchObject({
    code: 'bad-input',
    hint: 'Check its permissions, or set TMPDIR to another folder.',
  })
  await absent.close()
})

test('short writes go on, and a full disk is told as such', async () => {
  const scratch = scratchFolder(parent)
  const file = await scratch.open('a.f32')
  const probe = await open(join(parent, 'probe'), 'w+')
  const prototype: FileHandle = Object.getPrototypeOf(probe)
  await probe.close()
  const write: (bytes: Uint8Array, at: number, length: number, to: number) => Promise<unknown> =
    prototype.write
  const spy = vi.spyOn(prototype, 'write')
  spy.mockImplementation(function (
    this: FileHandle,
    bytes: Uint8Array,
    at: number,
    length: number,
    to: number,
  ) {
    return write.call(this, bytes, at, Math.min(length, 3), to)
  } as never)
  await file.write(new Uint8Array([1, 2, 3, 4, 5, 6, 7]), 0)
  expect(spy).toHaveBeenCalledTimes(3)
  const out = new Uint8Array(7)
  await file.read(out, 0)
  expect([...out]).toEqual([1, 2, 3, 4, 5, 6, 7])

  const full = {
    code: 'bad-input',
    reason: 'full',
    message: 'a.f32: 0 of 1,500 bytes were stored at position 7. There is no more room.',
    hint: 'Free disk space, or set TMPDIR to a folder on a larger disk.',
  }
  spy.mockRejectedValueOnce(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }))
  await expect(file.write(new Uint8Array(1500), 7)).rejects.toMatchObject(full)
  spy.mockResolvedValueOnce({ bytesWritten: 0 } as never)
  await expect(file.write(new Uint8Array(1500), 7)).rejects.toMatchObject(full)
  expect(file.byteLength).toBe(7)
  await scratch.close()
})

test('the end of the process removes the folder', async () => {
  const listeners = process.listeners('exit').length
  const scratch = scratchFolder(parent)
  await scratch.open('a.f32')
  const added = process.listeners('exit').slice(listeners)
  expect(added).toHaveLength(1)
  added[0]!(0)
  expect(existsSync(parent)).toBe(true)
  expect(readdirSync(parent)).toEqual([])
  await scratch.close()
  expect(process.listeners('exit')).toHaveLength(listeners)
})
