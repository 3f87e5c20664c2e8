// Alone in its file, because the page has one kind of array for a posterior, as here, and engines are quicker with one.

import { expect, test } from 'vitest'
import { probabilities } from '../../core/posterior.ts'
import { referenceZgrid } from '../../core/zgrid.ts'
import { analysePosterior } from './posterior-analysis.ts'
import { posteriorView } from './posterior-view.ts'
import { zAxis } from './z-axis.ts'

const ZGRID = referenceZgrid(17_908)
const AXIS = zAxis(ZGRID.length, ZGRID, 'z')

/** Milliseconds. */
function time(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

test.each([
  ['a sharp one', (z: number) => -0.5 * ((z - 1.2) / 0.002) ** 2],
  // nearly six thousand local maxima, and no part that is negligible
  ['noise', (_: number, i: number) => Math.sin(7.3 * i) * Math.cos(i * i) * 3 + i / 5000],
])('stepping to another posterior of 17,908 points takes less than 8 ms: %s', (_, lnPAt) => {
  const lnP = Float32Array.from(ZGRID, lnPAt)
  const times = Array.from({ length: 60 }, () => ({
    view: time(() => {
      const analysis = analysePosterior(lnP, ZGRID)
      posteriorView({ analysis, axis: AXIS, range: AXIS.whole, pScale: 'linear', redshift: 1.2, width: 900 })
    }),
    pass: time(() => probabilities(lnP)),
  }))
  // the quickest of many, since other work on the machine only makes it slower; on a slow one, what 40 passes of exp() take
  const view = Math.min(...times.map((each) => each.view))
  const pass = Math.min(...times.map((each) => each.pass))
  expect(view).toBeLessThan(Math.max(8, 40 * pass))
})
