// A data set of the real one's size, as a pre-split NPY tree. A few hundred objects are simulated; every row is one of
// them scaled by a factor of its own, so that no two rows are equal and writing is as fast as the disk.

import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulator, type SimulatedObject, simulateObject } from '../../src/core/simulate/object.ts'
import { planSplit, REFERENCE_SPLIT } from '../../src/core/split.ts'
import { SPLIT_NAMES } from '../../src/core/split-names.ts'
import { TARGETS } from '../../src/core/targets.ts'
import { SPLIT_LABELS } from '../../src/data/finding.ts'
import { encodeNpy, encodeObjectNpy, npyHeader } from '../../src/formats/npy-write.ts'

/** Size of a set. */
export interface LargeSetSize {
  readonly rows: number
  readonly points: number
}

const OBJECTS = 256
const BLOCK_ROWS = 256
/** Largest change of a value by its row's factor, relative. */
const SPREAD = 1e-3

/** Writes `DIR/DeltaZ/unbalanced/TRAIN|VALID|TEST` and `DIR/zgrid32.npy`, unless they are there. */
export async function writeLargeSet(folder: string, { rows, points }: LargeSetSize): Promise<void> {
  const done = join(folder, `${rows}x${points}.done`)
  if (existsSync(done)) return
  const simulator = createSimulator(points, 1)
  const objects = Array.from({ length: OBJECTS }, (_, index) => simulateObject(simulator, index))
  const split = planSplit(rows, REFERENCE_SPLIT)
  for (const name of SPLIT_NAMES) {
    const place = join(folder, 'DeltaZ', 'unbalanced', SPLIT_LABELS[name])
    mkdirSync(place, { recursive: true })
    const own = Array.from(split[name], (row) => ({ row, object: objects[row % OBJECTS]! }))
    await writePosteriors(join(place, 'X.npy'), own, points, rows)
    const attributes = own.map(({ object }) => object.attributes)
    const labels = attributes.map((each) => TARGETS.DeltaZ.classOf(each) ?? 0)
    writeFileSync(join(place, 'Y.npy'), encodeNpy('<i8', [labels.length], labels))
    const table = attributes.map(({ redshift, deltaZ, status, logEvidence, flag }) => [
      0,
      redshift,
      0,
      deltaZ,
      0,
      status,
      logEvidence,
      0,
      flag,
    ])
    writeFileSync(join(place, 'attributes.npy'), encodeObjectNpy(table))
  }
  writeFileSync(join(folder, 'zgrid32.npy'), encodeNpy('<f4', [points], simulator.zgrid))
  writeFileSync(done, '')
}

async function writePosteriors(
  path: string,
  rows: readonly { readonly row: number; readonly object: SimulatedObject }[],
  points: number,
  total: number,
): Promise<void> {
  const file = createWriteStream(path)
  file.write(npyHeader('<f4', [rows.length, points]))
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const part = rows.slice(start, start + BLOCK_ROWS)
    const block = new Float32Array(part.length * points)
    part.forEach(({ row, object }, i) => {
      const factor = 1 + (SPREAD * (row + 1)) / total
      for (let point = 0; point < points; point++) block[i * points + point] = object.logPdf[point]! * factor
    })
    if (!file.write(new Uint8Array(block.buffer))) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}
