// A data set in splits whose objects have names: an archive per split, with each attribute in a column of its own.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { encodeNpy } from '../src/formats/npy-write.ts'
import { unicodeNpy } from './many-objects.ts'
import { curvesOf, type Objects, type TreeRows } from './raw-files.ts'

/** Name of an object; all names have one length. */
export function nameOf(row: number): string {
  return `VIPERS-${String(row).padStart(4, '0')}`
}

/**
 * Writes `DeltaZ/balanced/SPLIT.npz` with X, Y, redshift, deltaZ, flag and id, and the zgrid in that of TRAIN.
 * @param labelOf class of an object
 */
export async function writeNamedSplits(
  directory: string,
  objects: Objects,
  splits: TreeRows,
  labelOf: (row: number) => number,
): Promise<void> {
  const folder = join(directory, 'DeltaZ', 'balanced')
  await mkdir(folder, { recursive: true })
  for (const [split, rows] of Object.entries(splits)) {
    const numbers = (key: 'redshift' | 'deltaZ' | 'flag') =>
      encodeNpy(
        '<f8',
        [rows.length],
        rows.map((row) => objects.attributes[row]![key]),
      )
    const arrays = {
      X: encodeNpy('<f4', [rows.length, objects.points], curvesOf(objects, rows)),
      Y: encodeNpy('<i8', [rows.length], rows.map(labelOf)),
      redshift: numbers('redshift'),
      deltaZ: numbers('deltaZ'),
      flag: numbers('flag'),
      id: unicodeNpy(rows.map(nameOf)),
      ...(split === 'TRAIN' ? { zgrid: encodeNpy('<f4', [objects.points], objects.zgrid) } : {}),
    }
    const archive = new ZipWriter(new Uint8ArrayWriter(), { level: 0, useWebWorkers: false })
    for (const [name, bytes] of Object.entries(arrays)) {
      await archive.add(`${name}.npy`, new Uint8ArrayReader(bytes))
    }
    await writeFile(join(folder, `${split}.npz`), await archive.close())
  }
}
