import { describe, expect, test } from 'vitest'
import { referenceZgrid } from '../../core/zgrid.ts'
import {
  extentOf,
  fromPosition,
  positionRange,
  toPosition,
  valueAt,
  type ZAxis,
  zAxis,
  zTicks,
} from './z-axis.ts'

const ZGRID = Float64Array.of(0, 0.5, 1, 3)

function labels(axis: ZAxis, range: readonly [number, number], pixels: number): string[] {
  return zTicks(axis, range, pixels).map(({ label }) => label)
}

describe('zAxis', () => {
  test('lays points out in z, in ln(1+z), or by their number', () => {
    expect([...zAxis(4, ZGRID, 'z').positions]).toEqual([0, 0.5, 1, 3])
    expect([...zAxis(4, ZGRID, 'ln(1+z)').positions]).toEqual([0, Math.log1p(0.5), Math.LN2, Math.log1p(3)])
    expect([...zAxis(4, null, 'z').positions]).toEqual([0, 1, 2, 3])
  })

  test('a grid of another length is not used', () => {
    const axis = zAxis(3, ZGRID, 'ln(1+z)')
    expect(axis.zgrid).toBeNull()
    expect([...axis.positions]).toEqual([0, 1, 2])
    expect(axis.whole).toEqual([0, 2])
  })

  test('one point alone has some room', () => {
    expect(zAxis(1, Float64Array.of(0.7), 'z').whole).toEqual([0.7 - 0.5, 0.7 + 0.5])
  })

  test('values and positions go both ways', () => {
    const axis = zAxis(4, ZGRID, 'ln(1+z)')
    expect(toPosition(axis, 1)).toBe(Math.LN2)
    expect(fromPosition(axis, Math.LN2)).toBe(1)
    expect(positionRange(axis, [0, 1])).toEqual([0, Math.LN2])
    expect(valueAt(axis, 3)).toBe(3)
    expect([toPosition(zAxis(4, null, 'ln(1+z)'), 2), valueAt(zAxis(4, null, 'z'), 3)]).toEqual([2, 3])
  })

  test('a run of points reaches half-way to its neighbours', () => {
    const axis = zAxis(4, ZGRID, 'ln(1+z)')
    expect(extentOf(axis, 1, 2)).toEqual([0.25, 2])
    expect(extentOf(axis, 0, 3)).toEqual([0, 3])
    expect(extentOf(zAxis(4, null, 'z'), 2, 2)).toEqual([1.5, 2.5])
  })
})

describe('zTicks', () => {
  const zgrid = referenceZgrid(17_908)
  const inZ = zAxis(zgrid.length, zgrid, 'z')
  const inLog = zAxis(zgrid.length, zgrid, 'ln(1+z)')

  test('in z', () => {
    expect(labels(inZ, inZ.whole, 280)).toEqual(['0', '2', '4'])
    expect(labels(inZ, [1.256, 1.2571], 600)).toEqual([
      '1.2560',
      '1.2562',
      '1.2564',
      '1.2566',
      '1.2568',
      '1.2570',
    ])
  })

  test('in ln(1+z): round redshifts, finer where there is room for all between two', () => {
    expect(labels(inLog, inLog.whole, 280)).toEqual(['0.0', '0.5', '1.0', '2.0', '3.0', '4.0'])
    expect(labels(inLog, inLog.whole, 600)).toEqual([
      '0.0',
      '0.5',
      '1.0',
      '1.5',
      '2.0',
      '2.5',
      '3.0',
      '3.5',
      '4.0',
    ])
    expect(labels(inLog, [0.3, 0.7], 500)).toEqual([
      '0.30',
      '0.35',
      '0.40',
      '0.45',
      '0.50',
      '0.55',
      '0.60',
      '0.65',
      '0.70',
    ])
  })

  test('none covers another, whatever the range and the room', () => {
    for (const pixels of [200, 340, 800, 2000]) {
      for (const [from, to] of [inLog.whole, [0, 0.001], [0.99, 1.01], [2, 4.9], [4.9, 4.99]] as const) {
        const [start, end] = positionRange(inLog, [from, to])
        const ticks = zTicks(inLog, [from, to], pixels)
        expect(ticks.length).toBeGreaterThan(1)
        const ends = ticks.map(({ value, label }) => {
          const x = ((toPosition(inLog, value) - start) / (end - start)) * pixels
          return [x - 3.5 * label.length, x + 3.5 * label.length] as const
        })
        for (const [k, [left]] of ends.entries()) if (k > 0) expect(left - ends[k - 1]![1]).toBeGreaterThan(0)
      }
    }
  })

  test('point numbers are whole', () => {
    const axis = zAxis(17_908, null, 'ln(1+z)')
    expect(labels(axis, axis.whole, 400)).toEqual(['0', '5,000', '10,000', '15,000'])
    expect(labels(axis, [3.2, 5.9], 600)).toEqual(['4', '5'])
  })
})
