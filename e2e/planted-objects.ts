// Objects whose class anybody can see who counts peaks: one where the redshift is right, three where it is wrong. Peaks have one
// width and lie on one plateau, so that nothing else tells the classes apart.

import { createRng } from '../src/core/rng.ts'
import { referenceZgrid } from '../src/core/zgrid.ts'
import type { ObjectAttributes, Objects } from './raw-files.ts'

const WIDTH = 2.5
/** Points between two peaks at least, so that they stay two. */
const APART = 24

/** Draws objects, every other one wrong; the class is that of DeltaZ with the threshold 1e-3. */
export function plantPeaks(rows: number, points: number): Objects {
  const rng = createRng(5, 'planted peaks')
  const zgrid = referenceZgrid(points)
  const lnP = new Float32Array(rows * points)
  const attributes = Array.from({ length: rows }, (_, row): ObjectAttributes => {
    const isWrong = row % 2 === 1
    const places: number[] = []
    while (places.length < (isWrong ? 3 : 1)) {
      // between two points, so that no two objects are equal
      const place = APART / 2 + (points - APART) * rng.uniform()
      if (places.every((other) => Math.abs(other - place) >= APART)) places.push(place)
    }
    const heights = places.map((_, i) => (i === 0 ? 0 : -1.5 * rng.uniform()))
    for (let i = 0; i < points; i++) {
      const peaks = places.map((place, k) => heights[k]! - 0.5 * ((i - place) / WIDTH) ** 2)
      lnP[row * points + i] = Math.max(-25, ...peaks)
    }
    return {
      redshift: zgrid[Math.round(places[0]!)]!,
      deltaZ: isWrong ? 0.05 : 1e-5,
      status: isWrong ? 'spurious' : 'success',
      logEvidence: -1000,
      flag: isWrong ? 1 : 4,
    }
  })
  return { points, zgrid, lnP, attributes }
}
