// As many objects as the real data set has, on a coarse grid, with names: what a table of objects must bear.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { createRng } from '../src/core/rng.ts'
import { npyHeader } from '../src/formats/npy-write.ts'
import { drawObjects, type Objects, writeRaw } from './raw-files.ts'

/** Objects with their names, which stand in no order. */
export interface NamedObjects extends Objects {
  readonly ids: readonly string[]
}

/** Draws objects and writes the raw arrays, with the names as column `id` of an archive beside them. */
export async function writeNamedObjects(
  directory: string,
  rows: number,
  points: number,
): Promise<NamedObjects> {
  const objects = drawObjects(rows, points, 6)
  const numbers = Uint32Array.from({ length: rows }, (_, row) => row)
  createRng(6, 'names').shuffle(numbers)
  const ids = Array.from(numbers, (number) => `VIPERS-${String(number).padStart(6, '0')}`)
  await writeRaw(directory, objects)
  const archive = new ZipWriter(new Uint8ArrayWriter(), { level: 0, useWebWorkers: false })
  await archive.add('id.npy', new Uint8ArrayReader(unicodeNpy(ids)))
  await writeFile(join(directory, 'names.npz'), await archive.close())
  return { ...objects, ids }
}

/** Texts of one length as `np.save` writes them: UTF-32. */
export function unicodeNpy(texts: readonly string[]): Uint8Array {
  const length = texts[0]!.length
  const header = npyHeader(`<U${length}`, [texts.length])
  const codes = Uint32Array.from(texts.flatMap((text) => [...text].map((letter) => letter.codePointAt(0)!)))
  return Buffer.concat([header, new Uint8Array(codes.buffer)])
}
