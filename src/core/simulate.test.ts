import { beforeAll, describe, expect, test } from 'vitest'
import { type SimulatedDataset, simulateDataset } from './simulate.ts'
import { splitSizes } from './split.ts'
import { SPLIT_NAMES } from './split-names.ts'
import { FLAG_ORDER, TARGETS } from './targets.ts'
import { trapezoidWeights } from './zgrid.ts'

const POINTS = 1024
const ROWS = 800
let sample: SimulatedDataset

beforeAll(async () => {
  sample = await simulateDataset({ rows: ROWS, points: POINTS, seed: 1 })
})

/** All rows of a sample, whatever their split. */
function allRows({ splits }: SimulatedDataset, points = POINTS) {
  return SPLIT_NAMES.flatMap((name) =>
    splits[name].attributes.map((attributes, row) => ({
      object: splits[name].objects[row]!,
      logPdf: splits[name].posteriors.subarray(row * points, (row + 1) * points),
      attributes,
    })),
  )
}

/** Heights of the two highest local maxima, the highest first. */
function twoHighestPeaks(logPdf: Float32Array): [number, number] {
  const peaks = logPdf.filter(
    (value, i) => value > (logPdf[i - 1] ?? -Infinity) && value > (logPdf[i + 1] ?? -Infinity),
  )
  const [first, second] = peaks.sort().reverse()
  return [first!, second!]
}

describe('posteriors', () => {
  test('are finite, integrate to 1 and stay in a range that a network can take', () => {
    const weights = trapezoidWeights(sample.zgrid)
    for (const { logPdf } of allRows(sample)) {
      const integral = logPdf.reduce((sum, value, i) => sum + Math.exp(value) * weights[i]!, 0)
      expect(Math.abs(integral - 1)).toBeLessThan(1e-5)
      expect(Math.min(...logPdf)).toBeGreaterThan(-100)
      expect(Math.max(...logPdf)).toBeLessThan(7)
    }
  })

  test('peak at the estimated redshift, a float32 value of the grid', () => {
    for (const { logPdf, attributes } of allRows(sample)) {
      const highest = logPdf.indexOf(Math.max(...logPdf))
      expect(attributes.redshift).toBe(sample.zgrid[highest])
      expect(attributes.redshift).toBe(Math.fround(attributes.redshift!))
      expect(sample.zgrid).toContain(attributes.redshift! - attributes.deltaZ!)
    }
  })

  test('say how coarse their grid is', () => {
    expect(sample.coarseness).toBe(17_907 / 1023)
    expect(sample.zgrid.length).toBe(POINTS)
  })
})

describe('classes', () => {
  test('have natural shares', () => {
    const rows = allRows(sample).map(({ attributes }) => attributes)
    const share = (kept: (row: (typeof rows)[number]) => boolean) => rows.filter(kept).length / rows.length
    const right = share((row) => TARGETS.DeltaZ.classOf(row) === 0)
    expect(right).toBeGreaterThan(0.55)
    expect(right).toBeLessThan(0.65)
    expect(share(({ status }) => status === 'spurious')).toBeGreaterThan(0.2)
    expect(share(({ status }) => status === 'mismatch')).toBeGreaterThan(0.03)
    for (const flag of FLAG_ORDER) expect(share((row) => row.flag === flag)).toBeGreaterThan(0.05)
    const success = (flag: number) =>
      share((row) => row.flag === flag && row.status === 'success') / share((row) => row.flag === flag)
    expect(success(4)).toBeGreaterThan(0.95)
    expect(success(1)).toBeLessThan(0.4)
  })

  test('on a coarse grid are right only at the right point', () => {
    for (const { attributes } of allRows(sample)) {
      expect(TARGETS.DeltaZ.classOf(attributes)).toBe(attributes.deltaZ === 0 ? 0 : 1)
    }
  })

  test('can be told by the ratio of the two highest peaks, but not always', () => {
    const judged = allRows(sample).map(({ logPdf, attributes }) => {
      const [first, second] = twoHighestPeaks(logPdf)
      return { ratio: first - second, isRight: attributes.deltaZ === 0 }
    })
    const accuracy = judged.filter(({ ratio, isRight }) => ratio > 1.5 === isRight).length / judged.length
    expect(accuracy).toBeGreaterThan(0.75)
    expect(accuracy).toBeLessThan(0.93)
    expect(judged.some(({ ratio, isRight }) => ratio > 4 && !isRight)).toBe(true)
    expect(judged.some(({ ratio, isRight }) => ratio < 0.5 && isRight)).toBe(true)
  })

  test('have similar shares on the real grid', async () => {
    const fine = await simulateDataset({ rows: 120, points: 17_908, seed: 3 })
    const rows = allRows(fine, 17_908)
    const right =
      rows.filter(({ attributes }) => TARGETS.DeltaZ.classOf(attributes) === 0).length / rows.length
    expect(right).toBeGreaterThan(0.45)
    expect(right).toBeLessThan(0.75)
    expect(fine.coarseness).toBe(1)
  })
})

describe('splits', () => {
  test('have the sizes of the reference', () => {
    expect(splitSizes(800)).toEqual({ train: 578, validation: 102, test: 120 })
    expect(splitSizes(1000)).toEqual({ train: 722, validation: 128, test: 150 })
    for (const name of SPLIT_NAMES) {
      const { posteriors, attributes, objects } = sample.splits[name]
      expect(attributes.length).toBe(splitSizes(ROWS)[name])
      expect(posteriors.length).toBe(attributes.length * POINTS)
      expect(objects.length).toBe(attributes.length)
    }
  })

  test('hold every object once, shuffled', () => {
    const objects = allRows(sample).map(({ object }) => object)
    const inOrder = Array.from({ length: ROWS }, (_, i) => i)
    expect([...objects].sort((a, b) => a - b)).toEqual(inOrder)
    expect(objects).not.toEqual(inOrder)
  })
})

describe('seed', () => {
  const settings = { rows: 60, points: 256, seed: 7 }

  test('decides every bit', async () => {
    const first = await simulateDataset(settings)
    const second = await simulateDataset(settings)
    expect(second).toEqual(first)
  })

  test('another one gives another sample', async () => {
    const first = await simulateDataset(settings)
    const other = await simulateDataset({ ...settings, seed: 8 })
    expect(other.splits.train.posteriors).not.toEqual(first.splits.train.posteriors)
    expect(other.splits.train.objects).not.toEqual(first.splits.train.objects)
  })

  test('gives the same object whatever the number of rows', async () => {
    const few = allRows(await simulateDataset(settings), 256)
    const many = allRows(await simulateDataset({ ...settings, rows: 90 }), 256)
    for (const { object, logPdf, attributes } of few) {
      const same = many.find((row) => row.object === object)!
      expect(same.logPdf).toEqual(logPdf)
      expect(same.attributes).toEqual(attributes)
    }
  })
})

describe('driver', () => {
  test('reports progress up to the end', async () => {
    const reports: [number, number][] = []
    await simulateDataset({ rows: 40, points: 128, seed: 1 }, (done, total) => reports.push([done, total]))
    expect(reports.at(-1)).toEqual([40, 40])
    expect(reports.map(([done]) => done)).toEqual(reports.map(([done]) => done).sort((a, b) => a - b))
  })

  test('stops before it starts when already aborted', async () => {
    const stopped = simulateDataset({ rows: 40, points: 128, seed: 1 }, undefined, AbortSignal.abort())
    await expect(stopped).rejects.toMatchObject({
      code: 'cancelled',
      message: 'The simulation was stopped after 0 of 40 objects',
    })
  })

  test('lets an abort through while it works', async () => {
    const controller = new AbortController()
    const seen: number[] = []
    const stopped = simulateDataset(
      { rows: 2000, points: 17_908, seed: 1 },
      (done) => {
        seen.push(done)
        setTimeout(() => controller.abort())
      },
      controller.signal,
    )
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    expect(seen.length).toBeLessThan(3)
  })

  test.each([
    [{ rows: 19, points: 256, seed: 1 }, 'an integer from 20 to 60000 as number of rows, got 19'],
    [{ rows: 20.5, points: 256, seed: 1 }, 'an integer from 20 to 60000 as number of rows, got 20.5'],
    [{ rows: 20, points: 63, seed: 1 }, 'an integer from 64 to 17908 as number of grid points, got 63'],
    [{ rows: 20, points: 64, seed: 0.5 }, 'an integer as seed, got 0.5'],
  ])('refuses %o', async (settings, message) => {
    const refused = simulateDataset(settings)
    await expect(refused).rejects.toMatchObject({ code: 'bad-input', message: `The sample needs ${message}` })
  })
})
